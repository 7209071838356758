-- Releases the lock if it has the predecessor's value, and acquires it if it is free then; else returns its holder.
-- KEYS: lock. ARGV: value, time to live in ms, the predecessor's value.
-- Replies 1 released and acquired, 2 acquired because the key was missing, or
-- { 0, holder's value ('' if the key is not a string), its time to live in ms }.
if not holder or holder == ARGV[3] then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return holder and 1 or 2
end
if type(holder) ~= 'string' then
  holder = ''
end
return { 0, holder, redis.call('PTTL', KEYS[1]) }
