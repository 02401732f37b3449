--- `:Isoscan` and its subcommands.
local boundaries = require('isoscan.boundaries')
local features = require('isoscan.features')
local server = require('isoscan.server')

local M = {}

local WARN, ERROR = vim.log.levels.WARN, vim.log.levels.ERROR
local EXTRACT, EXTRACT_ALL, VERIFY = 'isoscan.extract', 'isoscan.extractAll', 'isoscan.verify'
local OPINION, OPINION_LOG = 'isoscan.opinion', 'isoscan.opinionLog'
local CHECK = 'isoscan.checkWorkspace'

---@param message string
---@param level? integer
local function say(message, level)
  vim.notify('isoscan: ' .. message, level or vim.log.levels.INFO)
end

---@return integer buffer
---@return vim.lsp.Client? client nil when there is none, which the user was told
local function current()
  local buffer = vim.api.nvim_get_current_buf()
  local client = server.client(buffer)
  if not client then
    say('no server for this buffer; see :checkhealth isoscan', WARN)
  end
  return buffer, client
end

---@param scanner isoscan.Scanner
---@return string
local function described(scanner)
  local isolation = ('isolation %.2f'):format(scanner.isolation_score)
  local doubt = scanner.status == 'valid' and '' or ', ' .. scanner.status:gsub('_', ' ')
  return ('%s  %s, %s%s'):format(scanner.namespace, scanner.kind, isolation, doubt)
end

--- Call `act` with the scanner of that name, else the one under the cursor, else one that the user picks.
---@param buffer integer
---@param name string
---@param prompt string
---@param act fun(scanner: isoscan.Scanner)
local function with_scanner(buffer, name, prompt, act)
  if name ~= '' then
    local scanner = boundaries.named(buffer, name)
    if scanner then
      return act(scanner)
    end
    return say(('no scanner `%s` in this file'):format(name), WARN)
  end
  local here = boundaries.at(buffer, vim.api.nvim_win_get_cursor(0)[1])
  if here then
    return act(here)
  end
  local scanners = boundaries.of(buffer)
  if #scanners == 0 then
    return say('no scanner in this file')
  end
  vim.ui.select(scanners, { prompt = prompt, kind = 'isoscan', format_item = described }, function(chosen)
    if chosen then
      act(chosen)
    end
  end)
end

---@param scanner isoscan.Scanner
local function jump(scanner)
  vim.cmd("normal! m'")
  vim.api.nvim_win_set_cursor(0, { scanner.header, 0 })
  vim.cmd('normal! ^zv')
end

---@param buffer integer
local function list(buffer)
  local items = vim.tbl_map(function(scanner)
    return { bufnr = buffer, lnum = scanner.header, end_lnum = scanner.last, text = described(scanner) }
  end, boundaries.of(buffer))
  if #items == 0 then
    return say('no scanner in this file')
  end
  vim.fn.setloclist(0, {}, ' ', { title = 'Scanners', items = items })
  vim.cmd.lopen()
end

---@param client vim.lsp.Client
---@param command string
---@param target table
---@param done? fun() called when it has been carried out
local function execute(client, command, target, done)
  client:request('workspace/executeCommand', { command = command, arguments = { target } }, function(problem)
    if problem then
      say(problem.message, ERROR)
    elseif done then
      done()
    end
  end)
end

--- The buffer and its server if that has a command, where one is needed; else the user is told.
---@param command? string
---@return integer buffer
---@return vim.lsp.Client?
local function able(command)
  local buffer, client = current()
  if client and command and not server.has_command(client, command) then
    say(('this server has no `%s`'):format(command), WARN)
    return buffer
  end
  return buffer, client
end

--- What a subcommand does with the scanner of a name, the one under the cursor, or one that is picked.
---@param prompt string
---@param act fun(scanner: isoscan.Scanner, buffer: integer, client: vim.lsp.Client)
---@param command? string that the server must have
---@return fun(name: string)
local function on_scanner(prompt, act, command)
  return function(name)
    local buffer, client = able(command)
    if client then
      with_scanner(buffer, name, prompt, function(scanner)
        act(scanner, buffer, client)
      end)
    end
  end
end

---@param command string
---@param prompt string
---@return fun(name: string)
local function on_server(command, prompt)
  return on_scanner(prompt, function(scanner, buffer, client)
    execute(client, command, { uri = vim.uri_from_bufnr(buffer), namespace = scanner.namespace })
  end, command)
end

--- Moving changes two files: Neovim's own code action does it, and its undo takes it back.
local move = on_scanner('Move:', function(scanner)
  jump(scanner)
  vim.lsp.buf.code_action({ context = { only = { 'refactor.move' }, diagnostics = {} }, apply = true })
end)

--- Have the server do something with the whole file.
---@param command string
---@return fun()
local function on_file(command)
  return function()
    local buffer, client = able(command)
    if client then
      execute(client, command, { uri = vim.uri_from_bufnr(buffer) })
    end
  end
end

local KINDS = { 'E', 'W', 'I' }

---@param file {uri: string, items?: lsp.Diagnostic[]}
---@param encoding 'utf-8'|'utf-16'|'utf-32'
---@return vim.quickfix.entry[]
local function entries(file, encoding)
  local places = vim.tbl_map(function(finding)
    return { uri = file.uri, range = finding.range, finding = finding }
  end, file.items or {})
  return vim.tbl_map(function(item)
    local finding = item.user_data.finding
    item.text, item.type = ('%s %s'):format(finding.code, finding.message), KINDS[finding.severity]
    item.user_data = nil
    return item
  end, vim.lsp.util.locations_to_items(places, encoding))
end

---@param answer {items: {uri: string, items?: lsp.Diagnostic[]}[]}
---@param client vim.lsp.Client
local function list_findings(answer, client)
  local items = vim.iter(answer.items):map(function(file)
    return entries(file, client.offset_encoding)
  end):flatten():filter(function(item)
    return item.type ~= nil -- hints are for where the cursor is
  end):totable()
  vim.fn.setqflist({}, ' ', { title = 'isoscan', items = items })
  if #items > 0 then
    vim.cmd.copen()
  end
end

--- Neovim shows findings of open files only, so those of all others are listed.
local function check()
  local _, client = able(CHECK)
  if not client then
    return
  end
  execute(client, CHECK, vim.empty_dict(), function()
    client:request('workspace/diagnostic', { previousResultIds = {} }, function(problem, answer)
      if problem then
        return say(problem.message, ERROR)
      end
      list_findings(answer, client)
    end)
  end)
end

--- Stop what takes long: the server ends it where it is.
local function stop()
  local _, client = current()
  for token in pairs(client and client.progress.pending or {}) do
    client:notify('window/workDoneProgress/cancel', { token = token })
  end
end

---@param answer lsp.Hover
local function show_card(answer)
  local lines = vim.lsp.util.convert_input_to_markdown_lines(answer.contents)
  vim.lsp.util.open_floating_preview(lines, 'markdown', { focus_id = 'isoscan.evidence' })
end

local evidence = on_scanner('Evidence for:', function(scanner, buffer, client)
  local line = vim.api.nvim_buf_get_lines(buffer, scanner.header - 1, scanner.header, false)[1] or ''
  local params = {
    textDocument = vim.lsp.util.make_text_document_params(buffer),
    position = { line = scanner.header - 1, character = #line:match('^%s*') },
  }
  client:request('textDocument/hover', params, function(problem, answer)
    if problem then
      return say(problem.message, ERROR)
    end
    if not answer then
      return say(('nothing more is known about `%s`'):format(scanner.namespace))
    end
    show_card(answer)
  end, buffer)
end)

---@param text string
---@param filetype string
local function show_text(text, filetype)
  vim.cmd.new()
  local buffer = vim.api.nvim_get_current_buf()
  vim.bo[buffer].buftype = 'nofile'
  vim.bo[buffer].bufhidden = 'wipe'
  vim.bo[buffer].filetype = filetype
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(text, '\n'))
end

local function state()
  local buffer, client = current()
  if not client then
    return
  end
  client:request('isoscan/state', vim.empty_dict(), function(problem, answer)
    if problem then
      return say(problem.message, ERROR)
    end
    show_text(type(answer) == 'string' and answer or vim.inspect(answer), '')
  end, buffer)
end

---@param leading string
---@return string[]
local function scanner_names(leading)
  local names = vim.tbl_map(function(scanner)
    return scanner.namespace
  end, boundaries.of(vim.api.nvim_get_current_buf()))
  return vim.tbl_filter(function(name)
    return vim.startswith(name, leading)
  end, names)
end

---@param leading string
---@return string[]
local function feature_names(leading)
  return vim.tbl_filter(function(name)
    return vim.startswith(name, leading)
  end, features.names())
end

---@param name string
local function toggle(name)
  name = name == '' and 'highlights' or name
  if not vim.list_contains(features.names(), name) then
    return say(('there is no `%s` to toggle; there is %s'):format(name, table.concat(features.names(), ', ')), WARN)
  end
  local on = features.toggle(name)
  local client = server.client(vim.api.nvim_get_current_buf())
  local lacking = on and client and not features.is_given(name, client)
  say(('%s %s%s'):format(name, on and 'on' or 'off', lacking and ', but this server gives none' or ''))
end

---@class isoscan.Subcommand
---@field run fun(argument: string)
---@field complete? fun(leading: string): string[]
---@field needs? string command that the server must have

---@type table<string, isoscan.Subcommand>
local subcommands = {
  scanners = {
    complete = scanner_names,
    run = function(name)
      local buffer, client = current()
      if not client then
        return
      end
      if name == '' then
        return list(buffer)
      end
      with_scanner(buffer, name, '', jump)
    end,
  },
  extract = { complete = scanner_names, needs = EXTRACT, run = on_server(EXTRACT, 'Extract:') },
  extract_all = { needs = EXTRACT_ALL, run = on_file(EXTRACT_ALL) },
  check = { needs = CHECK, run = check },
  verify = { complete = scanner_names, needs = VERIFY, run = on_server(VERIFY, 'Verify:') },
  move = { complete = scanner_names, run = move },
  opinion = { needs = OPINION, run = on_file(OPINION) },
  opinion_log = { needs = OPINION_LOG, run = on_file(OPINION_LOG) },
  evidence = { complete = scanner_names, run = evidence },
  toggle = { complete = feature_names, run = toggle },
  stop = { run = stop },
  restart = { run = server.restart },
  state = { run = state },
  log = {
    run = function()
      vim.cmd.tabedit({ args = { vim.lsp.log.get_filename() }, magic = { file = false } })
    end,
  },
}

---@return string[] names of the subcommands that the buffer's server can serve, sorted
local function available()
  local client = server.client(vim.api.nvim_get_current_buf())
  local names = vim.tbl_filter(function(name)
    local needs = subcommands[name].needs
    return not (needs and client and not server.has_command(client, needs))
  end, vim.tbl_keys(subcommands))
  table.sort(names)
  return names
end

---@param leading string
---@param line string
---@return string[]
local function complete(leading, line)
  local name, argument = line:match('Isoscan%s+(%S+)%s+(.*)$')
  if name then
    local subcommand = subcommands[name]
    if not subcommand or not subcommand.complete then
      return {}
    end
    -- Neovim replaces the last word only.
    local before = #argument - #leading
    return vim.tbl_map(function(found)
      return found:sub(before + 1)
    end, subcommand.complete(argument))
  end
  return vim.tbl_filter(function(found)
    return vim.startswith(found, leading)
  end, available())
end

---@param arguments vim.api.keyset.create_user_command.command_args
local function run(arguments)
  local name, argument = arguments.args:match('^(%S*)%s*(.-)%s*$')
  name = name == '' and 'scanners' or name
  if not subcommands[name] then
    local known = table.concat(available(), ', ')
    return say(('there is no `:Isoscan %s`; there is %s'):format(name, known), ERROR)
  end
  subcommands[name].run(argument)
end

function M.define()
  local description = 'Scanners of this file: list, jump, extract, verify, move, evidence'
  vim.api.nvim_create_user_command('Isoscan', run, { nargs = '*', complete = complete, desc = description })
end

return M
