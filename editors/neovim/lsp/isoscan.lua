-- Neovim's entry for the server, taken up by vim.lsp.enable('isoscan'); vim.lsp.config('isoscan', {...}) lies on top.
local boundaries = require('isoscan.boundaries')
local diagnostics = require('isoscan.diagnostics')
local server = require('isoscan.server')

---@type vim.lsp.Config
return {
  cmd = server.start,
  filetypes = { 'python' },
  root_markers = { 'pyproject.toml', '.git' },
  root_dir = server.root_dir,
  before_init = server.before_init,
  handlers = {
    ['isoscan/boundariesChanged'] = function(_, params, context)
      boundaries.changed(params, context)
    end,
    ['textDocument/publishDiagnostics'] = diagnostics.pushed,
    ['textDocument/diagnostic'] = diagnostics.pulled,
  },
}
