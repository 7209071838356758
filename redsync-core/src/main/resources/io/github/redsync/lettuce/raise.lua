-- Raises the fencing counter to a token, only while the lock has our value.
-- KEYS: lock, counter. ARGV: value, token, the counter's time to live in ms.
-- Replies 1 raised, 0 the lock is not ours or the counter is already larger.
if redis.pcall('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
local counter = redis.call('GET', KEYS[2])
if counter and tonumber(counter) > tonumber(ARGV[2]) then
  return 0
end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
return 1
