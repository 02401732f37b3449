-- Runs inside Neovim: the documented configuration against a real server. Ends with status 1 at the first failure.
local workspace, plugin = vim.env.WORKSPACE, vim.env.PLUGIN

local function ok(condition, what)
  if not condition then
    io.stderr:write('FAILED ' .. what .. '\n')
    vim.cmd('cquit 1')
  end
  io.stdout:write('ok ' .. what .. '\n')
end

local function eventually(condition, what)
  ok(vim.wait(20000, condition, 20), what)
end

vim.opt.runtimepath:prepend(plugin)
vim.cmd('filetype on')
vim.lsp.enable('isoscan')
vim.cmd.edit(workspace .. '/scans.py')
local buffer = vim.api.nvim_get_current_buf()

eventually(function()
  local client = vim.lsp.get_clients({ bufnr = buffer, name = 'isoscan' })[1]
  return client ~= nil and client.initialized
end, 'the server starts')
local client = vim.lsp.get_clients({ bufnr = buffer, name = 'isoscan' })[1]

local function findings(code)
  return vim.tbl_filter(function(d) return d.code == code end, vim.diagnostic.get(buffer))
end

eventually(function() return #findings('ISO201') == 1 end, 'a shared parameter is underlined')
local finding = findings('ISO201')[1]
ok(finding.lnum == 1 and finding.col == 0 and finding.end_col == 8, 'at its name')

vim.wo.foldmethod = 'expr'
vim.wo.foldexpr = 'v:lua.vim.lsp.foldexpr()'
eventually(function() return vim.fn.foldlevel(5) >= 1 end, 'a scanner folds')
vim.cmd('normal! zR')

vim.api.nvim_win_set_cursor(0, { 5, 5 })
vim.lsp.buf.hover()
local function hover_text()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
    end
  end
  return ''
end
eventually(function() return hover_text():find('scan_gap_up', 1, true) ~= nil end, 'hover on a scanner names it')
vim.cmd('fclose!')

-- the emoji before it: columns are counted in the negotiated encoding
vim.api.nvim_win_set_cursor(0, { 6, vim.fn.getline(6):find('ATR_MULT') - 1 })
vim.lsp.buf.hover()
eventually(function() return hover_text():find('scan_gap_up.ATR_MULT', 1, true) ~= nil end, 'hover on a parameter gives its qualified name')
vim.cmd('fclose!')

local typed = 'def scan_typed(df, limit=3):'
vim.api.nvim_buf_set_lines(buffer, -1, -1, false, {
  '',
  '',
  typed,
  '    return df[(df["range_atr"] > ATR_MULT) & (df["rvol"] > limit)]  # 🎯',
})
eventually(function()
  local shared = findings('ISO201')[1]
  return shared ~= nil and shared.message:find('scan_typed', 1, true) ~= nil
end, 'what is typed counts at once')

vim.api.nvim_win_set_cursor(0, { 5, 5 })
vim.lsp.buf.code_action({
  context = { only = { 'refactor.extract' }, diagnostics = {} },
  filter = function(action) return action.title:find('scan_gap_up', 1, true) ~= nil end,
  apply = true,
})
local created = workspace .. '/scan_gap_up.py'
eventually(function()
  vim.cmd('silent! wall')
  return vim.uv.fs_stat(created) ~= nil
end, 'extraction creates a file')
local text = table.concat(vim.fn.readfile(created), '\n')
ok(text:find('def scan_gap_up', 1, true) and not text:find('def scan_fade', 1, true), 'which holds that scanner alone')

client:stop()
eventually(function() return #vim.lsp.get_clients() == 0 end, 'the server ends')
vim.cmd('qall!')
