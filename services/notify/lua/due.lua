#!lua flags=no-writes
-- The deliveries to one endpoint that are due, earliest first.
-- KEYS: due of the endpoint; ARGV: now in ms, most, what the keys of deliveries of this lane begin with
-- Reply: {id, it, tries, since}...; `it` is false where the delivery is no longer there
-- The deliveries' keys follow from what is found; they lie in the slot of KEYS[1].
local reply = {}
for n, id in ipairs(redis.call('ZRANGE', KEYS[1], '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, ARGV[2])) do
  local row = redis.call('HMGET', ARGV[3] .. id, 'it', 'tries', 'since')
  reply[n] = {id, row[1], row[2], row[3]}
end
return reply
