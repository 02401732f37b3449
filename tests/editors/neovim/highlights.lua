-- The bars follow the text: at once, and then as the server says.
local t = ...

t.becomes(t.signs, {
  [5] = '┏', [6] = '┃', [7] = '┗', [11] = '┏', [12] = '┗', [17] = '▪', [18] = '┏', [19] = '┃', [20] = '┃', [21] = '┗',
}, 'each scanner has its bracket')

local namespace = vim.api.nvim_get_namespaces()['isoscan.highlights']
---@return table<integer, vim.api.keyset.extmark_details> by first line
local function ranges()
  local found = {}
  for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, { details = true })) do
    if mark[4].end_row then
      found[mark[2] + 1] = mark[4]
    end
  end
  return found
end

local bars = vim.tbl_map(function(details) return details.sign_hl_group end, ranges())
t.same(bars, { [5] = 'IsoscanBar1', [11] = 'IsoscanBar2', [17] = 'IsoscanBar3', [18] = 'IsoscanBar4' }, 'and its colour')
t.same(ranges()[5].line_hl_group, 'IsoscanBackground1', 'and its background')

vim.cmd('redraw!')
t.same(vim.fn.screenstring(5, 1) .. vim.fn.screenstring(12, 1), '┏┗', 'on the screen')
t.ok(vim.fn.screenattr(6, 60) ~= vim.fn.screenattr(9, 60), 'the background is another than that of free lines')

-- Moved by typing, before any answer.
vim.api.nvim_buf_set_lines(0, 2, 2, false, { '# a line above' })
t.same(t.scanners()[1], 'scan_gap_up 6-8', 'a new line above moves a scanner at once')
t.same(t.signs()[6], '┏', 'and its bar')
vim.api.nvim_buf_set_lines(0, 7, 7, false, { '    # inside' })
t.same(t.scanners()[1], 'scan_gap_up 6-9', 'a new line inside widens it')
vim.cmd('undo')
t.becomes(t.scanners, {
  'scan_gap_up 5-7', 'scan_fade 11-12', 'setup_squeeze 17-17', 'setup_breakout 18-21',
}, 'undo brings all back')

-- A scanner more, one less.
vim.api.nvim_buf_set_lines(0, 8, 8, false, { 'def scan_new(df):', '    return df[df["rvol"] > 9]', '' })
t.becomes(function() return t.scanners()[2] end, 'scan_new 9-10', 'a new scanner is seen')
t.same(ranges()[14].sign_hl_group, 'IsoscanBar2', 'those below keep their colours')
t.ok(not vim.tbl_contains({ 'IsoscanBar1', 'IsoscanBar2' }, ranges()[9].sign_hl_group), 'the new one has another')
vim.cmd('5,8delete')
t.becomes(function() return t.scanners()[1] end, 'scan_new 5-6', 'a deleted one goes')
t.becomes(function() return { t.signs()[5], t.signs()[6], t.signs()[7] } end, { '┏', '┗' }, 'with its bar')

-- The same text in other lines: the server has nothing new to say, the marks would be lost.
vim.cmd('undo')
vim.cmd('undo')
local lines = vim.api.nvim_buf_get_lines(0, 0, -1, false)
vim.cmd('%delete')
t.becomes(t.signs, {}, 'an empty buffer has none')
vim.api.nvim_buf_set_lines(0, 0, -1, false, lines)
t.becomes(function() return #t.scanners() end, 4, 'all are back')
vim.api.nvim_buf_set_lines(0, 0, -1, false, lines)
t.becomes(function() return t.signs()[21] end, '┗', 'replacing the whole buffer by itself loses none')
vim.cmd('11,12move 4')
t.becomes(function() return { t.scanners()[1], t.scanners()[2] } end, { 'scan_fade 5-6', 'scan_gap_up 7-9' }, 'moved')

vim.cmd('edit!')
t.becomes(function() return t.scanners()[1] end, 'scan_gap_up 5-7', 'reading the file again brings them back')

vim.cmd('Isoscan toggle')
t.same(t.signs(), {}, 'toggled off')
t.same(#t.scanners(), 4, 'the scanners are known all the same')
vim.cmd('Isoscan toggle highlights')
t.same(t.signs()[5], '┏', 'toggled on')

-- Colour schemes.
vim.cmd('colorscheme vim')
t.same(vim.api.nvim_get_hl(0, { name = 'IsoscanBar1' }).link, 'IsoscanDefaultBar1', 'the colours outlive a colour scheme')
local dark = vim.api.nvim_get_hl(0, { name = 'IsoscanBar1', link = false }).fg
vim.o.background = 'light'
t.ok(vim.api.nvim_get_hl(0, { name = 'IsoscanBar1', link = false }).fg ~= dark, 'and follow the background')
vim.api.nvim_set_hl(0, 'IsoscanBar1', { fg = 0x123456 })
vim.api.nvim_exec_autocmds('ColorScheme', {})
t.same(vim.api.nvim_get_hl(0, { name = 'IsoscanBar1' }).fg, 0x123456, "what a colour scheme defines stays")

vim.api.nvim_buf_set_lines(0, 4, 5, false, { 'def scan_gap_up(df:' })
t.becomes(function() return t.signs()[11] end, '┏', 'half-typed code leaves the neighbours alone')
