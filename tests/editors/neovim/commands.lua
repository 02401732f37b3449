-- `:Isoscan`: completion and what each subcommand does.
local t = ...
local messages = t.messages()

t.becomes(function() return #t.scanners() end, 4, 'the scanners are known')

---@param line string
local function completed(line)
  return vim.fn.getcompletion('Isoscan ' .. line, 'cmdline')
end
local expected = {
  'check',
  'evidence',
  'extract',
  'extract_all',
  'log',
  'move',
  'opinion',
  'opinion_log',
  'restart',
  'scanners',
  'state',
  'stop',
  'toggle',
  'verify',
}
local client = t.client()
t.same(completed(''), expected, 'subcommands are completed')
t.same(completed('e'), { 'evidence', 'extract', 'extract_all' }, 'from their beginning')
t.same(completed('extract '), { 'scan_gap_up', 'scan_fade', 'setup_squeeze', 'setup_breakout' }, 'scanners are completed')
t.same(completed('scanners scan_f'), { 'scan_fade' }, 'from their beginning')
t.same(completed('toggle '), { 'code_lens', 'folding', 'highlights', 'inlay_hints' }, 'features are completed')
t.same(completed('log x'), {}, 'nothing where nothing fits')
t.same(completed('nonsense '), {}, 'nor after what is none')

vim.cmd('Isoscan scanners setup_breakout')
t.same(vim.api.nvim_win_get_cursor(0), { 18, 4 }, 'jump to a scanner')
vim.cmd('normal! \15')
t.same(vim.api.nvim_win_get_cursor(0)[1], 1, 'and back by the jump list')

vim.cmd('Isoscan')
local items = vim.fn.getloclist(0)
t.same(vim.tbl_map(function(item) return item.lnum end, items), { 5, 11, 17, 18 }, 'the list of scanners')
t.ok(items[1].text:find('scan_gap_up  function, isolation 0.75', 1, true), 'says what they are')
vim.cmd('lclose')

vim.cmd('Isoscan evidence scan_fade')
t.eventually(function() return t.float():find('naming', 1, true) end, 'the evidence is shown')
t.ok(t.float():find('scan_fade', 1, true), 'of that scanner')
vim.cmd('fclose!')
vim.api.nvim_win_set_cursor(0, { 20, 0 })
vim.cmd('Isoscan evidence')
t.eventually(function() return t.float():find('setup_breakout', 1, true) end, 'of the one under the cursor')
vim.cmd('fclose!')

---@param file string
---@param what string
local function opened(file, what)
  t.eventually(function()
    return vim.fs.basename(vim.api.nvim_buf_get_name(0)) == file and vim.fn.search('SCANNER_NAME') > 0
  end, what)
  vim.cmd('buffer scans.py')
end

vim.cmd('Isoscan extract setup_squeeze')
opened('setup_squeeze.py', 'a scanner is extracted by name, and opened')
vim.api.nvim_win_set_cursor(0, { 6, 0 })
vim.cmd('Isoscan extract')
opened('scan_gap_up.py', 'the one under the cursor')
local offered
vim.ui.select = function(choices, options, choose)
  offered = vim.tbl_map(options.format_item, choices)
  choose(choices[2])
end
vim.api.nvim_win_set_cursor(0, { 1, 0 })
vim.cmd('Isoscan extract')
opened('scan_fade.py', 'one that is picked when the cursor is on none')
t.same(#offered, 4, 'of all')
vim.cmd('Isoscan extract_all')
t.eventually(function()
  return vim.api.nvim_exec2('messages', { output = true }).output:find('4 scanners were extracted', 1, true)
end, 'all are extracted')
t.ok(vim.uv.fs_stat('setup_breakout.py'), 'each to a file')

vim.cmd('Isoscan verify scan_fade')
t.eventually(function()
  return vim.api.nvim_exec2('messages', { output = true }).output:find('`scan_fade`: identical results', 1, true)
end, 'a scanner and its extraction are compared')

local before_move = vim.api.nvim_buf_get_lines(0, 0, -1, false)
vim.cmd('Isoscan move setup_squeeze')
t.told(messages, 'depends on further statements around it', 'what cannot be moved says why')
vim.cmd('Isoscan move scan_fade')
opened('scan_fade_3.py', 'a scanner is moved, and its file opened')
t.same(vim.fn.search('def scan_fade', 'nw'), 0, 'the source has lost it')
vim.cmd('undo')
t.same(vim.api.nvim_buf_get_lines(0, 0, -1, false), before_move, 'and undoing it brings it back')

vim.fn.writefile({ 'LIMIT = 3', '', '', 'def scan_two(df, unread=1):', "    return df[df['gap'] > LIMIT]  # 🎯" }, 'other.py')
vim.cmd('Isoscan check')
t.eventually(function()
  return vim.bo.buftype == 'quickfix' and vim.iter(vim.fn.getqflist()):any(function(item)
    return vim.fs.basename(vim.api.nvim_buf_get_name(item.bufnr)) == 'other.py'
  end)
end, 'files that are not open are checked')
t.ok(vim.iter(vim.fn.getqflist()):all(function(item)
  return item.text:find('^ISO%d%d%d .') and item.text:sub(1, 6) ~= 'ISO100' and item.lnum > 0
end), 'and their findings listed with what they say')
vim.cmd('cclose')
for number = 1, 200 do
  vim.fn.writefile(vim.api.nvim_buf_get_lines(0, 0, -1, false), ('copy_%d.py'):format(number))
end
-- Stopped as soon as it is told to have begun: who looks now and then may look too late.
vim.api.nvim_create_autocmd('LspProgress', { pattern = 'begin', once = true, callback = function() vim.cmd('Isoscan stop') end })
vim.cmd('Isoscan check')
t.eventually(function()
  return vim.api.nvim_exec2('messages', { output = true }).output:find('Stopped: ', 1, true)
end, 'checking can be stopped')
t.eventually(function() return vim.bo.buftype == 'quickfix' end, 'what was found until then is listed')
vim.cmd('cclose')
for number = 1, 200 do
  vim.fn.delete(('copy_%d.py'):format(number))
end

vim.cmd('Isoscan extract nobody')
t.told(messages, 'no scanner `nobody` in this file', 'an unknown scanner is one sentence')
vim.cmd('Isoscan dance')
t.told(messages, 'there is no `:Isoscan dance`', 'so is an unknown subcommand')
vim.cmd('Isoscan toggle lights')
t.told(messages, 'there is no `lights` to toggle', 'and an unknown feature')

vim.cmd('Isoscan toggle folding')
t.same(vim.wo.foldmethod, 'manual', 'folding is switched off')
t.same(vim.fn.foldlevel(6), 0, 'without folds left')
vim.cmd('Isoscan toggle folding')
t.eventually(function() return vim.fn.foldlevel(6) >= 1 end, 'and on')

vim.cmd('Isoscan state')
t.eventually(function() return vim.bo.buftype == 'nofile' and vim.fn.search('version') > 0 end, 'what the server believes')
vim.cmd('bwipeout')
vim.cmd('Isoscan log')
t.same(vim.api.nvim_buf_get_name(0), vim.lsp.log.get_filename(), 'the log is opened')
vim.cmd('Isoscan extract')
t.told(messages, 'no server for this buffer', 'elsewhere it says why nothing happens')
vim.cmd('tabclose')

local before = vim.api.nvim_get_proc_children(vim.fn.getpid())
vim.cmd('Isoscan restart')
t.eventually(function()
  return t.client() and t.client().id ~= client.id and t.client().initialized
end, 'the server is started again')
t.becomes(function() return #t.scanners() end, 4, 'and serves the buffer')
for _, process in ipairs(before) do
  t.eventually(function() return not vim.uv.fs_stat('/proc/' .. process) end, 'the old one is gone')
end
