--- The scanners of each buffer, as the server last gave them, on extmarks that move with the text until it gives
--- them anew. An answer for another text than the buffer's is asked for again, never shown.
local server = require('isoscan.server')

local M = {}

local METHOD = 'isoscan/boundaries'
local namespace = vim.api.nvim_create_namespace('isoscan.boundaries')

---@class isoscan.Scanner
---@field name string
---@field namespace string
---@field kind string
---@field status 'valid'|'needs_review'|'invalid'
---@field confidence number
---@field isolation_score number
---@field first integer its first line, 1-based
---@field last integer its last line, 1-based and inclusive
---@field header integer the line that names it, 1-based

---@class isoscan.Tracked
---@field facts table as the server gave it
---@field mark integer extmark over its lines
---@field header integer extmark at its header

---@type table<integer, isoscan.Tracked[]> by buffer
local tracked = {}
---@type table<integer, integer> the clients whose answers are under way, by buffer
local asking = {}

--- Called with the buffer when its scanners are known anew or forgotten.
---@type fun(buffer: integer)[]
M.listeners = {}

---@param buffer integer
local function tell(buffer)
  for _, listener in ipairs(M.listeners) do
    listener(buffer)
  end
end

--- Where the end of a range of whole lines is put. At the end of its last line, so that lines put in above that line
--- push it down; not before that line and held to what follows (`end_right_gravity`): together with the ranges of
--- diagnostics, such marks can bring Neovim down (neovim#27196).
---@param buffer integer
---@param row integer 0-based
---@return {end_row: integer, end_col: integer}
function M.end_of(buffer, row)
  return { end_row = row, end_col = #vim.api.nvim_buf_get_lines(buffer, row, row + 1, false)[1] }
end

---@param buffer integer
---@param range lsp.Range
---@return integer mark
local function mark_lines(buffer, range)
  local last_row = vim.api.nvim_buf_line_count(buffer) - 1
  local row = math.min(range.start.line, last_row)
  local last = math.max(row, math.min(range['end'].line, last_row))
  return vim.api.nvim_buf_set_extmark(buffer, namespace, row, 0, M.end_of(buffer, last))
end

---@param buffer integer
---@param range lsp.Range
---@return integer mark
local function mark_line(buffer, range)
  local row = math.min(range.start.line, vim.api.nvim_buf_line_count(buffer) - 1)
  return vim.api.nvim_buf_set_extmark(buffer, namespace, row, 0, {})
end

---@param buffer integer
---@param answer {version: integer, scanners: table[]}
local function take(buffer, answer)
  vim.api.nvim_buf_clear_namespace(buffer, namespace, 0, -1)
  tracked[buffer] = vim.tbl_map(function(facts)
    return {
      facts = facts,
      mark = mark_lines(buffer, facts.range),
      header = mark_line(buffer, facts.headerRange),
    }
  end, answer.scanners)
  tell(buffer)
end

--- Ask for the buffer's scanners.
---@param buffer integer
function M.request(buffer)
  local client = server.client(buffer)
  if not client or asking[buffer] == client.id then
    return
  end
  local params = { textDocument = vim.lsp.util.make_text_document_params(buffer) }
  local sent = client:request(METHOD, params, function(problem, answer)
    if asking[buffer] ~= client.id then
      return
    end
    asking[buffer] = nil
    if not vim.api.nvim_buf_is_loaded(buffer) or problem or not answer then
      return
    end
    if answer.version ~= vim.lsp.util.buf_versions[buffer] then
      return M.request(buffer)
    end
    take(buffer, answer)
  end, buffer)
  asking[buffer] = sent and client.id or nil
end

--- The server says that a document's scanners are no longer what they were.
---@param params {uri: string, version: integer}
---@param context lsp.HandlerContext
function M.changed(params, context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  local buffer = client and server.buffer(client, params.uri)
  if buffer then
    M.request(buffer)
  end
end

--- Extmarks follow typing within lines; lines that were replaced, moved or taken away may have left them behind.
---@param buffer integer
---@param changes lsp.TextDocumentContentChangeEvent[]
function M.edited(buffer, changes)
  for _, change in ipairs(changes) do
    local range = change.range
    if not range or range.start.line ~= range['end'].line or change.text:find('\n', 1, true) then
      return M.request(buffer)
    end
  end
end

---@param buffer integer
local function forget(buffer)
  asking[buffer] = nil
  if not tracked[buffer] then
    return
  end
  tracked[buffer] = nil
  if vim.api.nvim_buf_is_loaded(buffer) then
    vim.api.nvim_buf_clear_namespace(buffer, namespace, 0, -1)
    tell(buffer)
  end
end

--- A client has left a buffer. After a restart the next one may serve it already, and is asked again.
---@param buffer integer
function M.left(buffer)
  forget(buffer)
  vim.schedule(function()
    if vim.api.nvim_buf_is_loaded(buffer) then
      M.request(buffer)
    end
  end)
end

---@param buffer integer
---@param item isoscan.Tracked
---@return isoscan.Scanner
local function as_it_stands(buffer, item)
  local facts = item.facts
  local lines = vim.api.nvim_buf_get_extmark_by_id(buffer, namespace, item.mark, { details = true })
  local header = vim.api.nvim_buf_get_extmark_by_id(buffer, namespace, item.header, {})
  return {
    name = facts.name,
    namespace = facts.namespace,
    kind = facts.kind,
    status = facts.status,
    confidence = facts.confidence,
    isolation_score = facts.isolationScore,
    first = lines[1] + 1,
    last = lines[3].end_row + 1,
    header = header[1] + 1,
  }
end

--- The buffer's scanners in file order, where they stand now.
---@param buffer integer
---@return isoscan.Scanner[]
function M.of(buffer)
  return vim.tbl_map(function(item)
    return as_it_stands(buffer, item)
  end, tracked[buffer] or {})
end

--- The smallest scanner that holds a line (1-based).
---@param buffer integer
---@param line integer
---@return isoscan.Scanner?
function M.at(buffer, line)
  local row = line - 1
  local here = vim.api.nvim_buf_get_extmarks(buffer, namespace, { row, 0 }, { row, -1 }, { overlap = true })
  local ids = {}
  for _, mark in ipairs(here) do
    ids[mark[1]] = true
  end
  ---@type isoscan.Scanner?
  local smallest
  for _, item in ipairs(tracked[buffer] or {}) do
    local scanner = ids[item.mark] and as_it_stands(buffer, item)
    if scanner and (not smallest or scanner.last - scanner.first < smallest.last - smallest.first) then
      smallest = scanner
    end
  end
  return smallest
end

--- The scanner of that name: its namespace, or its plain name.
---@param buffer integer
---@param name string
---@return isoscan.Scanner?
function M.named(buffer, name)
  local scanners = M.of(buffer)
  for _, key in ipairs({ 'namespace', 'name' }) do
    for _, scanner in ipairs(scanners) do
      if scanner[key] == name then
        return scanner
      end
    end
  end
end

return M
