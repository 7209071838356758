-- The first part of each script that grants a fenced lock. Reads the counter before anything is written.
-- KEYS[2] is the counter, ARGV[4] the incarnation of the server. Defines number: the counter or -1; incarnation: the
-- one in which it was raised; vouches: whether that is ARGV[4]; clock: the time in microseconds, 0 if it vouches.
local number, incarnation = string.match(redis.call('GET', KEYS[2]) or '', '^(%d+) ?(.*)$')
local vouches = incarnation == ARGV[4]
number = tonumber(number or -1)
local clock = 0
if not vouches then
  local time = redis.call('TIME')
  clock = time[1] * 1000000 + time[2]
end
