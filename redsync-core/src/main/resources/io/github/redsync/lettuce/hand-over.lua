-- Releases the lock if it has the predecessor's value, and takes it if it is free then; else tells who holds it.
-- KEYS: lock. ARGV: value, time to live in ms, the predecessor's value.
-- Replies 1 released and taken, 2 taken since there was no such key, or
-- { 0, holder's value ('' if the key is not a string), its time to live in ms }.
-- A key of another type is held by another; any other error is passed on, not taken for an answer.
local holder = redis.pcall('GET', KEYS[1])
if type(holder) == 'table' and not string.find(holder.err, 'WRONGTYPE', 1, true) then
  return holder
end
if not holder or holder == ARGV[3] then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return holder and 1 or 2
end
if type(holder) ~= 'string' then
  holder = ''
end
return { 0, holder, redis.call('PTTL', KEYS[1]) }
