-- Gives the lock a new time to live if it has our value. Restores a missing key on request.
-- KEYS: lock. ARGV: value, time to live in ms, 1 to restore a missing key.
-- Replies 1 extended, 2 restored, 0 taken, -1 missing.
if holder == ARGV[1] then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return 1
end
if holder then
  return 0
end
if ARGV[3] == '1' then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return 2
end
return -1
