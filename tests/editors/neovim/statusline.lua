-- The status line, and what other plugins may ask.
local t = ...
local isoscan = require('isoscan')

t.same(isoscan.statusline(), '', 'nothing before the server has answered')
t.becomes(function() return #isoscan.scanners() end, 4, 'the scanners are known')

---@param line integer
local function at(line)
  vim.api.nvim_win_set_cursor(0, { line, 0 })
  return isoscan.statusline()
end
t.same({ at(4), at(5), at(7), at(8) }, { '', 'scan_gap_up 0.75', 'scan_gap_up 0.75', '' }, 'the scanner and its isolation')
t.same({ at(16), at(17), at(18), at(21), at(22) }, { '', 'setup_squeeze 1.00', 'setup_breakout 1.00', 'setup_breakout 1.00', '' }, 'masks too')

vim.api.nvim_win_set_cursor(0, { 12, 0 })
t.same(isoscan.current(), {
  name = 'scan_fade', namespace = 'scan_fade', kind = 'function', status = 'valid',
  confidence = isoscan.current().confidence, isolation_score = 0.75, first = 11, last = 12, header = 11,
}, 'all there is to know')

vim.o.laststatus = 2
vim.o.statusline = "%{v:lua.require'isoscan'.statusline()}"
vim.cmd('redraw!')
local shown = vim.api.nvim_eval_statusline(vim.o.statusline, {})
t.same(shown.str, 'scan_fade 0.75', 'as the help shows it')

vim.cmd('new')
t.same(isoscan.statusline(), '', 'nothing in other buffers')
