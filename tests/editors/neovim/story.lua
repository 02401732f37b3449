-- Open, read, type, extract: the way through a file with Neovim's own keys and displays.
local t = ...
local buffer = vim.api.nvim_get_current_buf()

t.eventually(function() return #t.findings('ISO201') == 1 end, 'a shared parameter is underlined')
local finding = t.findings('ISO201')[1]
t.same({ finding.lnum, finding.col, finding.end_col }, { 1, 0, 8 }, 'at its name')
t.same(t.findings('ISO100'), {}, 'the bars show where scanners begin, so no hint does')

t.eventually(function() return vim.fn.foldlevel(6) >= 1 end, 'a scanner folds')
t.same(vim.fn.foldclosed(6), -1, 'but is open')
vim.cmd('6foldclose')
t.same({ vim.fn.foldclosed(6), vim.fn.foldclosedend(6) }, { 5, 7 }, 'it closes as a whole')
vim.cmd('normal! zR')

t.cursor_on(5, 'scan_gap_up')
vim.lsp.buf.hover()
t.eventually(function() return t.float():find('scan_gap_up', 1, true) end, 'hover on a scanner names it')
vim.cmd('fclose!')

t.cursor_on(6, 'ATR_MULT') -- behind an emoji: columns are counted in the negotiated encoding
vim.lsp.buf.hover()
t.eventually(function()
  return t.float():find('scan_gap_up.ATR_MULT', 1, true)
end, 'hover on a parameter gives its qualified name')
vim.cmd('fclose!')

vim.api.nvim_buf_set_lines(buffer, -1, -1, false, {
  '',
  '',
  'def scan_typed(df, limit=3):',
  '    return df[(df["range_atr"] > ATR_MULT) & (df["rvol"] > limit)]  # 🎯',
})
t.eventually(function()
  local shared = t.findings('ISO201')[1]
  return shared and shared.message:find('scan_typed', 1, true)
end, 'what is typed counts at once')
t.eventually(function() return vim.fn.foldlevel(26) >= 1 end, 'and folds')

t.cursor_on(2, 'ATR_MULT')
vim.lsp.buf.rename('ATR_LEAST')
t.becomes(function() return { vim.fn.getline(2), vim.fn.getline(26):match('ATR_%u+') } end, { 'ATR_LEAST = 1.25', 'ATR_LEAST' }, 'a parameter is renamed')

t.cursor_on(5, 'scan_gap_up')
vim.lsp.buf.code_action({
  context = { only = { 'refactor.extract' }, diagnostics = {} },
  filter = function(action) return action.title:find('scan_gap_up', 1, true) ~= nil end,
  apply = true,
})
t.eventually(function()
  vim.cmd('silent! wall')
  return vim.uv.fs_stat('scan_gap_up.py')
end, 'extraction creates a file')
local text = table.concat(vim.fn.readfile('scan_gap_up.py'), '\n')
t.ok(text:find('def scan_gap_up', 1, true) and not text:find('def scan_fade', 1, true), 'which holds that scanner alone')
