-- Deletes the lock if it has our value.
-- KEYS: lock. ARGV: value.
-- Replies 1 deleted, 0 held by another, -1 no such key.
-- A key of another type is held by another; any other error is passed on, not taken for an answer.
local holder = redis.pcall('GET', KEYS[1])
if type(holder) == 'table' and not string.find(holder.err, 'WRONGTYPE', 1, true) then
  return holder
end
if holder == ARGV[1] then
  redis.call('DEL', KEYS[1])
  return 1
end
return holder and 0 or -1
