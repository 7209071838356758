-- Tells who holds the lock and for how long still.
-- KEYS: lock.
-- Replies -1 no such key, or { 0, holder's value ('' if the key is not a string), its time to live in ms }.
-- A key of another type is held by another; any other error is passed on, not taken for an answer.
local holder = redis.pcall('GET', KEYS[1])
if type(holder) == 'table' and not string.find(holder.err, 'WRONGTYPE', 1, true) then
  return holder
end
if not holder then
  return -1
end
if type(holder) ~= 'string' then
  holder = ''
end
return { 0, holder, redis.call('PTTL', KEYS[1]) }
