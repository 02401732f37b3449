--- Folding by scanner, through Neovim's own `vim.lsp.foldexpr()`. Only where the window folds by Neovim's default,
--- and with all folds open: nothing moves unasked.
local M = {}

local FOLDEXPR = 'v:lua.vim.lsp.foldexpr()'
local OPEN = 99

---@param window integer
---@param buffer integer
local function fold(window, buffer)
  local here = vim.wo[window][0]
  if vim.wo[window].foldmethod ~= 'manual' or vim.wo[window].diff or vim.bo[buffer].buftype ~= '' then
    return
  end
  here.foldmethod = 'expr'
  here.foldexpr = FOLDEXPR
  if vim.wo[window].foldlevel == 0 then
    here.foldlevel = OPEN
  end
  if vim.wo[window].foldtext == 'foldtext()' then
    here.foldtext = 'v:lua.vim.lsp.foldtext()'
  end
end

---@param window integer
local function unfold(window)
  local here = vim.wo[window][0]
  if vim.wo[window].foldexpr ~= FOLDEXPR then
    return
  end
  here.foldmethod = 'manual'
  here.foldexpr = '0'
  here.foldtext = 'foldtext()'
  vim.api.nvim_win_call(window, function()
    vim.cmd('normal! zE')
  end)
end

--- Fold the buffer's windows.
---@param buffer integer
function M.show(buffer)
  for _, window in ipairs(vim.fn.win_findbuf(buffer)) do
    fold(window, buffer)
  end
end

--- Fold the buffer's windows no longer.
---@param buffer integer
function M.hide(buffer)
  vim.iter(vim.fn.win_findbuf(buffer)):each(unfold)
end

return M
