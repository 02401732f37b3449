--- isoscan in Neovim: `setup` takes options, the rest is for status lines and the user's own keys.
local M = {}

---@param events string|string[]
---@param callback fun(event: vim.api.keyset.create_autocmd.callback_args)
---@param pattern? string
local function on(events, callback, pattern)
  local group = vim.api.nvim_create_augroup('isoscan', { clear = false })
  vim.api.nvim_create_autocmd(events, { group = group, pattern = pattern, callback = callback })
end

---@param event vim.api.keyset.create_autocmd.callback_args
---@return vim.lsp.Client? client nil when it is another server's
local function ours(event)
  local client = vim.lsp.get_client_by_id(event.data.client_id)
  return client and client.name == 'isoscan' and client or nil
end

---@param event vim.api.keyset.create_autocmd.callback_args of LspNotify
local function after_change(event)
  local notice = event.data
  local client = notice.method == 'textDocument/didChange' and ours(event)
  local buffer = client and require('isoscan.server').buffer(client, notice.params.textDocument.uri)
  if not buffer then
    return
  end
  require('isoscan.boundaries').edited(buffer, notice.params.contentChanges)
  if require('isoscan.features').is_on('code_lens') then
    require('isoscan.annotations').show_lenses(buffer)
  end
end

--- A buffer that got its name by being written is served from now on.
---@param event vim.api.keyset.create_autocmd.callback_args
local function named(event)
  local waits = vim.bo[event.buf].filetype == 'python' and not require('isoscan.server').client(event.buf)
  if waits and vim.lsp.is_enabled('isoscan') then
    vim.api.nvim_exec_autocmds('FileType', { group = 'nvim.lsp.enable', buffer = event.buf, modeline = false })
  end
end

local function watch()
  local features, boundaries = require('isoscan.features'), require('isoscan.boundaries')
  on('LspAttach', function(event)
    if ours(event) then
      features.attached(event.buf)
    end
  end)
  on('LspDetach', function(event)
    if ours(event) then
      boundaries.left(event.buf)
    end
  end)
  on('LspNotify', after_change)
  on('BufWinEnter', function(event)
    if require('isoscan.server').client(event.buf) then
      features.entered(event.buf)
    end
  end)
  on('BufWritePost', named)
  local palette = require('isoscan.palette')
  on('ColorScheme', palette.define)
  on('OptionSet', palette.define, 'background')
  palette.define()
  table.insert(boundaries.listeners, features.scanners_known)
end

--- During startup Neovim serves the files it opens from now on; those it has open already need another call.
local function enable()
  vim.lsp.enable('isoscan')
  local is_open = vim.iter(vim.api.nvim_list_bufs()):any(function(buffer)
    return vim.bo[buffer].filetype == 'python'
  end)
  if is_open and vim.v.vim_did_enter == 0 then
    on('VimEnter', function()
      vim.lsp.enable('isoscan')
    end)
  end
end

local started = false

--- Bring it to life, once: plugin/isoscan.lua does, after the user's configuration.
function M.start()
  if started then
    return
  end
  started = true
  local options = require('isoscan.options').get()
  watch()
  if options.command then
    require('isoscan.commands').define()
  end
  if options.enable then
    enable()
  end
end

--- Take options; see |isoscan-options|. Without a call all have their defaults.
---@param given? table
function M.setup(given)
  local options = require('isoscan.options')
  options.set(given)
  for _, problem in ipairs(options.problems()) do
    vim.notify('isoscan: ' .. problem, vim.log.levels.WARN)
  end
  if started then
    require('isoscan.server').send_settings()
    require('isoscan.features').reset()
  end
end

--- The scanner under the cursor of the current window, nil when there is none.
---@return isoscan.Scanner?
function M.current()
  local line = vim.api.nvim_win_get_cursor(0)[1]
  return require('isoscan.boundaries').at(vim.api.nvim_get_current_buf(), line)
end

--- The scanners of a buffer in file order.
---@param buffer? integer the current one when nil
---@return isoscan.Scanner[]
function M.scanners(buffer)
  return require('isoscan.boundaries').of(buffer or vim.api.nvim_get_current_buf())
end

--- For the status line: the scanner under the cursor and its isolation score, "" when there is none.
---@return string
function M.statusline()
  local scanner = M.current()
  if not scanner then
    return ''
  end
  local doubt = scanner.status == 'valid' and '' or '?'
  return ('%s%s %.2f'):format(scanner.name, doubt, scanner.isolation_score)
end

return M
