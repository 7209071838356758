-- Releases the lock if it has the predecessor's value, and acquires it if it is free then; else returns its holder.
-- Treats the fencing counter like the acquisition.
-- KEYS: lock, counter. ARGV: value, time to live in ms, the counter's time to live in ms, incarnation, the
-- predecessor's value.
-- Replies { 1 released and acquired, 2 acquired because the key was missing, or 0, holder's value, its time to live in
-- ms, counter or -1, 0 if it vouches, else the clock in microseconds }.
if not holder or holder == ARGV[5] then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  if vouches then
    number = number + 1
    redis.call('SET', KEYS[2], string.format('%.0f ', number) .. incarnation, 'PX', ARGV[3])
  end
  return { holder and 1 or 2, '', -1, number, clock }
end
if type(holder) ~= 'string' then
  holder = ''
end
return { 0, holder, redis.call('PTTL', KEYS[1]), number, clock }
