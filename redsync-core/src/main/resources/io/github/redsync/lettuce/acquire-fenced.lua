-- Takes the lock if it is free, and raises its fencing counter by one; else tells who holds it.
-- A missing counter is not made here: this node can't vouch for earlier tokens, and tells its clock instead.
-- KEYS: lock, counter. ARGV: value, time to live in ms, the counter's time to live in ms.
-- Replies { 1 or 0, holder's value, its time to live in ms, counter or -1, clock in microseconds or 0 }.
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  local counter = redis.call('GET', KEYS[2])
  if not counter then
    local time = redis.call('TIME')
    return { 1, '', -1, -1, time[1] * 1000000 + time[2] }
  end
  local raised = tonumber(counter) + 1
  redis.call('SET', KEYS[2], string.format('%.0f', raised), 'PX', ARGV[3])
  return { 1, '', -1, raised, 0 }
end
local holder = redis.pcall('GET', KEYS[1])
if type(holder) ~= 'string' then
  holder = ''
end
return { 0, holder, redis.call('PTTL', KEYS[1]), tonumber(redis.call('GET', KEYS[2]) or -1), 0 }
