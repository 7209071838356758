-- Acquires the lock if it is free. Otherwise returns its holder. A grant raises the fencing counter by one if the
-- counter vouches: it was last raised to a computed token in this incarnation of the server. Any other counter is
-- unchanged.
-- KEYS: lock, counter. ARGV: value, time to live in ms, the counter's time to live in ms, incarnation.
-- Replies { 1 or 0, holder's value, its time to live in ms, counter or -1, 0 if it vouches, else the clock in
-- microseconds }.
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  if vouches then
    number = number + 1
    redis.call('SET', KEYS[2], string.format('%.0f ', number) .. incarnation, 'PX', ARGV[3])
  end
  return { 1, '', -1, number, clock }
end
-- A key of another type counts as taken. Any other error is returned as the error of the script.
local holder = redis.pcall('GET', KEYS[1])
if type(holder) == 'table' and not string.find(holder.err, 'WRONGTYPE', 1, true) then
  return holder
end
if type(holder) ~= 'string' then
  holder = ''
end
return { 0, holder, redis.call('PTTL', KEYS[1]), number, clock }
