-- The first part of each script that depends on the holder. Defines holder: the value of the lock KEYS[1], or false.
-- A key of another type counts as taken. Any other error is returned as the error of the script.
local holder = redis.pcall('GET', KEYS[1])
if type(holder) == 'table' and not string.find(holder.err, 'WRONGTYPE', 1, true) then
  return holder
end
