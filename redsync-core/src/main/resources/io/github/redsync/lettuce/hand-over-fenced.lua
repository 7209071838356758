-- Releases the lock if it has the predecessor's value, and takes it if it is free then, raising its fencing counter by
-- one; else tells who holds it. A missing counter is not made here, as in the acquisition.
-- KEYS: lock, counter. ARGV: value, time to live in ms, the counter's time to live in ms, the predecessor's value.
-- Replies { 1 released and taken, 2 taken since there was no such key, or 0, holder's value, its time to live in ms,
-- counter or -1, clock in microseconds or 0 }.
local holder = redis.pcall('GET', KEYS[1])
if not holder or holder == ARGV[4] then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  local code = holder and 1 or 2
  local counter = redis.call('GET', KEYS[2])
  if not counter then
    local time = redis.call('TIME')
    return { code, '', -1, -1, time[1] * 1000000 + time[2] }
  end
  local raised = tonumber(counter) + 1
  redis.call('SET', KEYS[2], string.format('%.0f', raised), 'PX', ARGV[3])
  return { code, '', -1, raised, 0 }
end
if type(holder) ~= 'string' then
  holder = ''
end
return { 0, holder, redis.call('PTTL', KEYS[1]), tonumber(redis.call('GET', KEYS[2]) or -1), 0 }
