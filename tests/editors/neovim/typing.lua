-- However fast the text changes, the bars end up where the server says. (The seed is fixed.)
local t = ...

t.becomes(function() return #t.scanners() end, 4, 'the scanners are known')
local lines = vim.api.nvim_buf_get_lines(0, 0, -1, false)
math.randomseed(7)

local function edit()
  local last = vim.api.nvim_buf_line_count(0)
  local at = math.random(0, last - 1)
  local kind = math.random(5)
  if kind == 1 then
    vim.api.nvim_buf_set_lines(0, at, at, false, { '# 🎯 typed' })
  elseif kind == 2 then
    vim.api.nvim_buf_set_lines(0, at, at + 1, false, {})
  elseif kind == 3 then
    local from = math.random(1, #lines)
    vim.api.nvim_buf_set_lines(0, at, at, false, vim.list_slice(lines, from, from + 3))
  elseif kind == 4 then
    vim.cmd('silent! undo')
  else
    vim.api.nvim_buf_set_text(0, at, 0, at, 0, { ' ' })
  end
end

---@return string[]? as the server has it now
local function asked()
  local params = { textDocument = vim.lsp.util.make_text_document_params(0) }
  local answer = t.client():request_sync('isoscan/boundaries', params, 5000, 0)
  return answer and answer.result and vim.tbl_map(function(scanner)
    return ('%s %d-%d'):format(scanner.name, scanner.range.start.line + 1, scanner.range['end'].line + 1)
  end, answer.result.scanners)
end

for round = 1, 25 do
  for _ = 1, math.random(4) do
    edit()
    vim.wait(math.random(0, 30))
  end
  t.eventually(function() return vim.deep_equal(t.scanners(), asked()) end, 'round ' .. round)
end
vim.api.nvim_buf_set_lines(0, 0, -1, false, lines)
t.becomes(function() return vim.tbl_count(t.signs()) end, 10, 'the text as it was has the bars it had')

-- An answer for a text that has changed meanwhile is not shown.
local boundaries = require('isoscan.boundaries')
local shown = {}
table.insert(boundaries.listeners, function() table.insert(shown, t.scanners()[1]) end)
boundaries.request(vim.api.nvim_get_current_buf())
vim.api.nvim_buf_set_lines(0, 0, 0, false, { '# above' })
t.eventually(function() return #shown > 0 end, 'answers come')
for _, first in ipairs(shown) do
  t.same(first, 'scan_gap_up 6-8', 'for the text as it is')
end
