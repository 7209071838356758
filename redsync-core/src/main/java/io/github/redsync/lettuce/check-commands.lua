-- Tries the commands that the other scripts call on a key that does not exist. SET is called without arguments, so that
-- it is refused before it is executed.
-- Has no KEYS, so that a user without access to the key may call it. ARGV: the key.
-- Replies the names of the commands that failed, each followed by its error.
local failed = {}
local function try(...)
  local reply = redis.pcall(...)
  if type(reply) == 'table' and reply.err then
    failed[#failed + 1] = select(1, ...)
    failed[#failed + 1] = reply.err
  end
end
try('GET', ARGV[1])
try('PTTL', ARGV[1])
try('PEXPIRE', ARGV[1], 1)
try('DEL', ARGV[1])
try('SET')
return failed
