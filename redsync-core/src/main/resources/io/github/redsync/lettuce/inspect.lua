-- Tells who holds the lock and for how long still.
-- KEYS: lock.
-- Replies -1 no such key, or { 0, holder's value ('' if the key is not a string), its time to live in ms }.
if not holder then
  return -1
end
if type(holder) ~= 'string' then
  holder = ''
end
return { 0, holder, redis.call('PTTL', KEYS[1]) }
