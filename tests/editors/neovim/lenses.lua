-- Code lenses, and inlay hints once they are asked for.
local t = ...

t.becomes(function() return #t.scanners() end, 4, 'the scanners are known')
t.ok(t.client():supports_method('textDocument/codeLens'), 'the server gives lenses')
t.ok(t.client():supports_method('textDocument/inlayHint'), 'the server gives hints')

---@return table<integer, string> text of the lenses by line
local function lenses()
  local titles = {}
  for _, lens in ipairs(vim.lsp.codelens.get(0)) do
    local line = lens.range.start.line + 1
    titles[line] = (titles[line] or '') .. (lens.command and lens.command.title or '')
  end
  return titles
end
t.eventually(function() return lenses()[5] and lenses()[5] ~= '' end, 'a scanner has lenses')
vim.api.nvim_buf_set_lines(0, 2, 2, false, { '', '' })
t.eventually(function() return lenses()[7] and not lenses()[5] end, 'which follow an edit')
vim.cmd('Isoscan toggle code_lens')
t.same(vim.lsp.codelens.get(0), {}, 'and are switched off')
vim.cmd('Isoscan toggle code_lens')
t.eventually(function() return lenses()[7] end, 'and on')

t.same(vim.lsp.inlay_hint.is_enabled({ bufnr = 0 }), false, 'hints move text: they wait to be asked for')
vim.cmd('Isoscan toggle inlay_hints')
t.eventually(function() return #vim.lsp.inlay_hint.get({ bufnr = 0 }) > 0 end, 'then there are some')
vim.cmd('Isoscan toggle inlay_hints')
t.same(vim.lsp.inlay_hint.is_enabled({ bufnr = 0 }), false, 'until they are switched off')
