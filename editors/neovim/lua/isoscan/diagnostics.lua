--- Leaves out the hint that a scanner begins (ISO100): the bars show it, and its sign would hide theirs.
local M = {}

local BOUNDARY_HINT = 'ISO100'

---@param findings lsp.Diagnostic[]
---@return lsp.Diagnostic[]
local function without_hints(findings)
  if require('isoscan.options').get().boundary_hints then
    return findings
  end
  return vim.tbl_filter(function(finding)
    return finding.code ~= BOUNDARY_HINT
  end, findings)
end

---@param problem lsp.ResponseError?
---@param params lsp.PublishDiagnosticsParams
---@param context lsp.HandlerContext
function M.pushed(problem, params, context)
  params.diagnostics = without_hints(params.diagnostics)
  vim.lsp.diagnostic.on_publish_diagnostics(problem, params, context)
end

---@param problem lsp.ResponseError?
---@param report lsp.DocumentDiagnosticReport?
---@param context lsp.HandlerContext
function M.pulled(problem, report, context)
  if report and report.items then
    report.items = without_hints(report.items)
  end
  vim.lsp.diagnostic.on_diagnostic(problem, report, context)
end

return M
