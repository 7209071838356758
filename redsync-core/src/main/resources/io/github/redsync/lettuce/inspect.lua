-- Returns the holder of the lock and the remaining time to live.
-- KEYS: lock.
-- Replies -1 missing, or { 0, holder's value ('' if the key is not a string), its time to live in ms }.
if not holder then
  return -1
end
if type(holder) ~= 'string' then
  holder = ''
end
return { 0, holder, redis.call('PTTL', KEYS[1]) }
