-- Acquires the lock if it is free. Otherwise returns its holder and the remaining time to live.
-- KEYS: lock. ARGV: value, time to live in ms.
-- Replies 1, or { 0, holder's value ('' if the key is not a string), its time to live in ms }.
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  return 1
end
-- A key of another type counts as taken. Any other error is returned as the error of the script.
local holder = redis.pcall('GET', KEYS[1])
if type(holder) == 'table' and not string.find(holder.err, 'WRONGTYPE', 1, true) then
  return holder
end
if type(holder) ~= 'string' then
  holder = ''
end
return { 0, holder, redis.call('PTTL', KEYS[1]) }
