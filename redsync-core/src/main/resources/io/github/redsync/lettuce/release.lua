-- Deletes the lock if it has our value.
-- KEYS: lock. ARGV: value.
-- Replies 1 deleted, 0 held by another, -1 no such key.
if holder == ARGV[1] then
  redis.call('DEL', KEYS[1])
  return 1
end
return holder and 0 or -1
