-- Deletes the lock if it has our value.
-- KEYS: lock. ARGV: value.
-- Replies 1 deleted, 0 taken, -1 missing.
if holder == ARGV[1] then
  redis.call('DEL', KEYS[1])
  return 1
end
return holder and 0 or -1
