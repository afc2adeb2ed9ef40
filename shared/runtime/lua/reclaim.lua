#!lua
-- Takes pending entries over: from workers that show no sign of life, from live ones that sat on an
-- entry for far longer than a handler may run, and this worker's own that it is no longer working on.
-- KEYS: stream, alive (zset: consumer -> ms of its last sign)
-- ARGV: group, consumer, lease ms, idle ms, first wait ms (doubles by delivery), most to take, start id,
--   then the entries that this worker has in hand
-- Reply: {next start id, {entry, fields, deliveries, why}...}; entries that are gone from the stream are skipped
local stream, alive = KEYS[1], KEYS[2]
local group, me = ARGV[1], ARGV[2]
local lease, idle_limit, first_wait = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local most, start = tonumber(ARGV[6]), ARGV[7]
local PAGE = 100

local in_hand = {}
for i = 8, #ARGV do in_hand[ARGV[i]] = true end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local dead = {}
local function is_dead(consumer)
  if dead[consumer] == nil then
    local seen = redis.call('ZSCORE', alive, consumer)
    dead[consumer] = not seen or now - tonumber(seen) > lease
  end
  return dead[consumer]
end

local function why_take(entry, owner, idle, deliveries)
  local wait = math.min(first_wait * 2 ^ (deliveries - 1), idle_limit)
  if owner == me then
    if not in_hand[entry] and idle >= wait then return 'own' end
  elseif is_dead(owner) then
    -- A second death over the same message is likely its own doing: give it the same growing wait.
    if deliveries < 2 or idle >= wait then return 'dead_worker' end
  elseif idle >= idle_limit then
    return 'slow_worker'
  end
end

local pending = redis.pcall('XPENDING', stream, group, start, '+', PAGE)
if pending.err then
  if string.find(pending.err, 'NOGROUP') then return {'-'} end
  return redis.error_reply(pending.err)
end

local reply = {'-'}
if #pending == PAGE then reply[1] = '(' .. pending[PAGE][1] end
local taken = 0
for _, row in ipairs(pending) do
  local entry, deliveries = row[1], row[4]
  local why = why_take(entry, row[2], row[3], deliveries)
  -- Whatever has already come back once is taken alone, lest one message that kills its worker
  -- counts deliveries for all that travel with it.
  if why and deliveries > 1 and taken > 0 then
    reply[1] = entry
    break
  end
  if why then
    local claimed = redis.call('XCLAIM', stream, group, me, 0, entry)
    if claimed[1] and claimed[1][2] then
      taken = taken + 1
      reply[#reply + 1] = {entry, claimed[1][2], deliveries + 1, why}
    end
    if taken >= most or deliveries > 1 then
      reply[1] = '(' .. entry
      break
    end
  end
end
return reply
