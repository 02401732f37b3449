--- Code lenses and inlay hints, through Neovim's own displays, where the server gives them.
local server = require('isoscan.server')

local M = {}

local LENSES, HINTS = 'textDocument/codeLens', 'textDocument/inlayHint'

---@param buffer integer
---@param method string
---@return vim.lsp.Client?
local function able(buffer, method)
  local client = server.client(buffer)
  return client and client:supports_method(method, buffer) and client or nil
end

--- Show the buffer's code lenses, or show them anew. Those of other servers are left alone.
---@param buffer integer
function M.show_lenses(buffer)
  local client = able(buffer, LENSES)
  if not client then
    return
  end
  local params = { textDocument = vim.lsp.util.make_text_document_params(buffer) }
  client:request(LENSES, params, function(problem, lenses, context)
    local current = vim.lsp.util.buf_versions[buffer] == context.version
    if current and not problem then
      vim.lsp.codelens.on_codelens(problem, lenses, context)
    end
  end, buffer)
end

---@param buffer integer
function M.hide_lenses(buffer)
  local client = server.client(buffer)
  if client then
    vim.lsp.codelens.clear(client.id, buffer)
  end
end

--- Neovim shows hints per buffer, whichever server they come from.
---@param buffer integer
function M.show_hints(buffer)
  if able(buffer, HINTS) then
    vim.lsp.inlay_hint.enable(true, { bufnr = buffer })
  end
end

---@param buffer integer
function M.hide_hints(buffer)
  if able(buffer, HINTS) then
    vim.lsp.inlay_hint.enable(false, { bufnr = buffer })
  end
end

return M
