-- Raises the fencing counter to a token if the lock has our value. The counter then vouches in this incarnation of the
-- server.
-- KEYS: lock, counter. ARGV: value, token, the counter's time to live in ms, incarnation.
-- Replies 1 raised, 0 the lock has another value or the counter is larger.
if holder ~= ARGV[1] then
  return 0
end
local number = string.match(redis.call('GET', KEYS[2]) or '', '^(%d+)')
if number and tonumber(number) > tonumber(ARGV[2]) then
  return 0
end
redis.call('SET', KEYS[2], ARGV[2] .. ' ' .. ARGV[4], 'PX', ARGV[3])
return 1
