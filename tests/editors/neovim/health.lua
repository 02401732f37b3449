-- `:checkhealth isoscan`
local t = ...

---@return string
local function report()
  vim.cmd('silent checkhealth isoscan')
  local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  vim.cmd('bwipeout')
  return text
end
---@param text string
---@param part string
local function says(text, part)
  t.ok(text:find(part, 1, true), ('it says "%s" in\n%s'):format(part, text))
end

t.eventually(function() return t.client() and t.client().initialized end, 'the server starts')
local version = vim.trim(vim.system({ 'isoscan', '--version' }, { text = true }):wait().stdout)
local text = report()
says(text, 'OK Neovim 0.1')
says(text, 'OK The options can be used')
says(text, 'OK Server: ' .. vim.fn.exepath('isoscan') .. ' server')
says(text, 'OK ' .. version)
says(text, '1 buffer(s), root ' .. vim.uv.cwd())
says(text, 'highlights: on')
t.ok(not text:find('WARNING', 1, true) and not text:find('ERROR', 1, true), 'all is well')

vim.o.signcolumn = 'no'
vim.fn.mkdir('rest/lsp', 'p')
vim.fn.writefile({ 'return {}' }, 'rest/lsp/isoscan.lua')
vim.opt.runtimepath:append(vim.uv.cwd() .. '/rest')
require('isoscan.options').set({ foldin = true, cmd = { 'no-such-program', 'server' } })
text = report()
says(text, "'signcolumn' is \"no\"")
says(text, 'Several lsp/isoscan.lua')
says(text, 'There is no option `foldin`')
says(text, 'ERROR isoscan: `no-such-program` (option `cmd`) cannot be run')
