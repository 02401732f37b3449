-- Neovim 0.11 or later: put this file into a folder `lsp` on the runtime path, for instance
-- ~/.config/nvim/lsp/isoscan.lua, and write vim.lsp.enable('isoscan') into init.lua.
return {
  cmd = { 'isoscan', 'server' },
  filetypes = { 'python' },
  root_markers = { 'pyproject.toml', '.git' },
}
