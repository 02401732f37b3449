-- Runs one case inside Neovim: `lua dofile(HARNESS)(CASE)`. The first failure ends Neovim with status 1.
local t = {}

-- Only failing cases wait this long; a loaded machine may.
local PATIENCE = 60000

---@param condition any
---@param what string
function t.ok(condition, what)
  if not condition then
    error('FAILED ' .. what, 0)
  end
  io.stdout:write('ok ' .. what .. '\n')
end

---@param found any
---@param wanted any
---@param what string
function t.same(found, wanted, what)
  local equal = vim.deep_equal(found, wanted)
  t.ok(equal, equal and what or ('%s: wanted %s, found %s'):format(what, vim.inspect(wanted), vim.inspect(found)))
end

---@param condition fun(): any
---@param what string
function t.eventually(condition, what)
  t.ok(vim.wait(PATIENCE, condition, 20), what)
end

--- Waits until `find` gives what is wanted, and shows what it gives in the end when it does not.
---@param find fun(): any
---@param wanted any
---@param what string
function t.becomes(find, wanted, what)
  local found
  vim.wait(PATIENCE, function()
    found = find()
    return vim.deep_equal(found, wanted)
  end, 20)
  t.same(found, wanted, what)
end

---@return vim.lsp.Client?
function t.client()
  return vim.lsp.get_clients({ name = 'isoscan' })[1]
end

---@return string[] `name first-last` of each scanner
function t.scanners()
  return vim.tbl_map(function(scanner)
    return ('%s %d-%d'):format(scanner.name, scanner.first, scanner.last)
  end, require('isoscan').scanners())
end

--- The sign column as extmarks have it: line number to sign, blanks trimmed.
---@return table<integer, string>
function t.signs()
  local namespace = vim.api.nvim_create_namespace('isoscan.highlights')
  local signs, priorities = {}, {}
  for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, { details = true })) do
    local details = mark[4]
    for line = mark[2] + 1, (details.end_row or mark[2]) + 1 do
      if details.sign_text and details.priority >= (priorities[line] or 0) then
        signs[line], priorities[line] = vim.trim(details.sign_text), details.priority
      end
    end
  end
  return signs
end

---@param code string
---@return vim.Diagnostic[]
function t.findings(code)
  return vim.tbl_filter(function(finding)
    return finding.code == code
  end, vim.diagnostic.get(0))
end

---@return string text of the floating window, "" when there is none
function t.float()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
    end
  end
  return ''
end

---@param line integer 1-based
---@param text string on that line
function t.cursor_on(line, text)
  vim.api.nvim_win_set_cursor(0, { line, vim.fn.getline(line):find(text, 1, true) - 1 })
end

--- Notes what would be shown to the user from now on.
---@return string[] messages
function t.messages()
  local messages = {}
  local function note(message)
    table.insert(messages, message)
  end
  vim.notify, vim.notify_once = note, note
  return messages
end

---@param messages string[]
---@param text string
---@param what string
function t.told(messages, text, what)
  t.eventually(function()
    return table.concat(messages, '\n'):find(text, 1, true)
  end, what)
end

---@param case string
local function run(case)
  local passed, problem = xpcall(function()
    assert(loadfile(case))(t)
  end, function(message)
    return message:find('^FAILED') and message or debug.traceback(message)
  end)
  if not passed then
    io.stderr:write(problem .. '\n')
    vim.cmd('cquit 1')
  end
  vim.cmd('qall!')
end

return function(case)
  vim.api.nvim_create_autocmd('VimEnter', {
    once = true,
    callback = function()
      vim.schedule(function()
        run(case)
      end)
    end,
  })
end
