-- Markdown of documents into typst and DOCX, many in one process (run by pandoc as a Lua script).
--
-- One request: a line "typst SIZE" or "docx SIZE REFERENCE", then SIZE bytes of Markdown; before it any number of
-- "file SIZE NAME" with the bytes of a picture, and of "meta SIZE NAME" with a word about the document. One answer:
-- "done SIZE" or "failed SIZE" and the bytes.

local READER = "commonmark+pipe_tables-raw_html"

local pictures, meta = {}, {}

-- The conventions that HTML, PDF and DOCX share ------------------------------------------------------------

-- A paragraph of bold text alone, directly before a table, is the table's caption.
local function captioned(blocks)
  local out = pandoc.List()
  for index, block in ipairs(blocks) do
    local after = blocks[index + 1]
    local alone = block.t == "Para" and #block.content == 1 and block.content[1].t == "Strong"
    if alone and after and after.t == "Table" then
      after.caption = { long = { pandoc.Plain(block.content[1].content) } }
    else
      out:insert(block)
    end
  end
  return out
end

-- Marks of changed words: characters that no text of a record can hold (kic.present.marks).
local STRUCK, STRUCK_END, INSERTED, INSERTED_END = "\u{FDD0}", "\u{FDD1}", "\u{FDD2}", "\u{FDD3}"
local BREAK, TEXTS = "\u{FDD4}", "\u{FDD5}"
local FIRST = STRUCK:sub(1, 2) -- the bytes that all of them begin with

-- The inlines with marked runs struck and underlined; a break is left as a word of its own.
local function marked(inlines)
  local out = pandoc.List()
  local run, closing, make = nil, nil, nil
  local function put(inline) (run or out):insert(inline) end
  for _, inline in ipairs(inlines) do
    if inline.t ~= "Str" or not inline.text:find(FIRST, 1, true) then
      put(inline)
    else
      local plain = ""
      local function flush()
        if plain ~= "" then put(pandoc.Str(plain)) end
        plain = ""
      end
      for _, code in utf8.codes(inline.text) do
        local sign = utf8.char(code)
        if sign == STRUCK or sign == INSERTED then
          flush()
          run = pandoc.List()
          closing = sign == STRUCK and STRUCK_END or INSERTED_END
          make = sign == STRUCK and pandoc.Strikeout or pandoc.Underline
        elseif run and sign == closing then
          flush()
          local whole = make(run)
          run = nil
          out:insert(whole)
        elseif sign == BREAK then
          flush()
          put(pandoc.Str(BREAK))
        elseif sign ~= TEXTS then
          plain = plain .. sign
        end
      end
      flush()
    end
  end
  if run then out:extend(run) end
  return out
end

-- A cell's one line as its paragraphs.
local function split(block, make)
  if block.t ~= "Plain" and block.t ~= "Para" then return { block } end
  local blocks, part = pandoc.List(), pandoc.List()
  local function put()
    while #part > 0 and (part[#part].t == "Space" or part[#part].t == "SoftBreak") do part:remove() end
    while #part > 0 and (part[1].t == "Space" or part[1].t == "SoftBreak") do part:remove(1) end
    if #part > 0 then blocks:insert(make(part)) end
  end
  for _, inline in ipairs(block.content) do
    if inline.t == "Str" and inline.text == BREAK then
      put()
      part = pandoc.List()
    else
      part:insert(inline)
    end
  end
  put()
  return blocks
end

-- Typst breaks only what it can hyphenate. Longer words than any language has, and signs without a place to break,
-- get places where they may go on below.
local function breakable(str)
  local size = utf8.len(str.text) or 0
  if size <= 28 or (size <= 60 and not str.text:find("[%d%p]")) then return nil end
  local parts, count = {}, 0
  for _, code in utf8.codes(str.text) do
    if count >= 14 and code < 0x590 and not (code >= 0x300 and code <= 0x36F) then -- no sign that joins another
      parts[#parts + 1] = "\u{200B}"
      count = 0
    end
    count = count + 1
    parts[#parts + 1] = utf8.char(code)
  end
  return pandoc.Str(table.concat(parts))
end

-- Words longer than any line would else leave the paper. Looked for in the source, since there hardly are any, and a
-- walk through all of a letter would take as long as reading it.
local LINE = 60
local OVERLONG = ("%S"):rep(LINE + 1)

local function on_paper(doc, source)
  if not source:find(OVERLONG) then return doc end
  return doc:walk({
    Str = function(str)
      local long = (utf8.len(str.text) or 0) > LINE and not str.text:find("\u{200B}", 1, true)
      return long and breakable(str) or nil
    end,
  })
end

local function unbroken(inlines)
  return inlines:map(function(each)
    return each.t == "Str" and each.text == BREAK and pandoc.LineBreak() or each
  end)
end

-- Tables of long texts side by side get even columns, and cells of several paragraphs made by `make`.
local function with_marks(doc, make, to)
  doc = doc:walk({
    Table = function(tab)
      local head = tab.head.rows[1]
      if not head or not pandoc.utils.stringify(head.cells[1].contents):find(TEXTS, 1, true) then return nil end
      tab.attr.classes:insert("texts")
      return tab
    end,
  })
  doc = doc:walk({ Inlines = marked })
  doc = doc:walk({
    Table = function(tab)
      if not tab.attr.classes:includes("texts") then return nil end
      for _, body in ipairs(tab.bodies) do
        for _, row in ipairs(body.body) do
          for _, cell in ipairs(row.cells) do
            local blocks = pandoc.List()
            for _, block in ipairs(cell.contents) do blocks:extend(split(block, make)) end
            cell.contents = to == "typst" and pandoc.Blocks(blocks):walk({ Str = breakable }) or blocks
          end
        end
      end
      return tab
    end,
  })
  return doc:walk({ Inlines = unbroken })
end

local function even(tab)
  local columns = #tab.colspecs
  for index = 1, columns do
    local share = 1 / columns
    if columns == 3 then share = index == 3 and 0.28 or 0.36 end
    tab.colspecs[index] = { "AlignLeft", share }
  end
  return tab
end

-- What of words has to stand on one line, the others being parted.
local function unbroken_part(words, most)
  local longest = 0
  for word in words:gmatch("[^ \n]+") do
    longest = math.max(longest, math.min(utf8.len(word) or #word, most))
  end
  return longest
end

-- How wide the columns of a table have to be at least, and how wide they would like to be, in letters: a number stands on
-- one line and wants no more than that, a text wants room by its length, and short ones one line. Bold letters are wider.
local SHORT_TEXT, SHORT_TITLE = 15, 6
local function needs(tab, word)
  local found = pandoc.List()
  for index = 1, #tab.colspecs do
    found[index] = { number = tab.colspecs[index][1] == "AlignRight", least = 3, sum = 0, most = 0 }
  end
  for _, row in ipairs(tab.head.rows) do
    for index, cell in ipairs(row.cells) do
      local part = unbroken_part(pandoc.utils.stringify(cell.contents), 13)
      -- Cells in Word have wider margins, which count for short titles; without a dictionary they are parted anywhere.
      found[index].least = math.max(found[index].least, part * 1.15 + (word and part <= SHORT_TITLE and 2 or 1))
    end
  end
  local count = 0
  for _, body in ipairs(tab.bodies) do
    for _, row in ipairs(body.body) do
      count = count + 1
      for index, cell in ipairs(row.cells) do
        local need, words = found[index], pandoc.utils.stringify(cell.contents)
        local size = (utf8.len(words) or #words) * (index == 1 and 1.1 or 1) + 1
        local part = need.number and size or unbroken_part(words, 14) * (index == 1 and 1.1 or 1) + 1
        need.least = math.max(need.least, part)
        need.sum, need.most = need.sum + size, math.max(need.most, size)
      end
    end
  end
  for _, need in ipairs(found) do
    if need.most <= SHORT_TEXT then need.least = math.max(need.least, need.most) end
    local usual = 1.5 * need.sum / math.max(count, 1)
    need.wish = need.number and need.least or math.max(math.min(usual, need.most), need.least)
  end
  return found
end

local function summed(found, key)
  local sum = 0
  for _, need in ipairs(found) do sum = sum + need[key] end
  return sum
end

-- How wide columns are: as wide as numbers need, the rest by the length of their texts. A line holds about 94 letters, in
-- tables of more than five columns (set smaller) 104; Word sets all tables in one size. Where not even the least fits,
-- texts give way.
local MARGIN = 1.6 -- letters that the space beside a column takes
local function widened(tab, word)
  if tab.attr.classes:includes("texts") then return even(tab) end
  local found = needs(tab, word)
  local room = (#found > 5 and not word and 104 or 94) * (meta.landscape and 1.5 or 1) - MARGIN * #found
  local least, wish = summed(found, "least"), summed(found, "wish")
  if least > room then
    local numbers = 0
    for _, need in ipairs(found) do numbers = numbers + (need.number and need.least or 0) end
    local factor = math.max(room - numbers, 0.3 * room) / math.max(least - numbers, 1)
    for _, need in ipairs(found) do
      need.wish = need.number and need.least or need.least * factor
    end
  elseif wish > room then
    local spare = (room - least) / (wish - least)
    for _, need in ipairs(found) do need.wish = need.least + (need.wish - need.least) * spare end
  end
  local sum = summed(found, "wish") + MARGIN * #found
  for index, need in ipairs(found) do
    tab.colspecs[index] = { tab.colspecs[index][1], (need.wish + MARGIN) / sum }
  end
  return tab
end

-- A picture that kic did not give is its words: nothing is read from the disk.
local function given_only(image)
  if not image.src:match("^chart:") and not pictures[image.src] then
    return image.caption
  end
end

local function quoted(words)
  return '"' .. words:gsub("\\", "\\\\"):gsub('"', '\\"'):gsub("\n", " ") .. '"'
end

-- Typst --------------------------------------------------------------------------------------------------

-- What pandoc's typst writer drops and PDF/UA demands: the text that stands for a picture.
local function pictured(para)
  if #para.content == 1 and para.content[1].t == "Image" then
    local image = para.content[1]
    local words = pandoc.utils.stringify(image.caption)
    return pandoc.RawBlock(
      "typst", "#picture(" .. quoted(image.src) .. ", " .. quoted(words) .. ")"
    )
  end
end

-- Between documents of a pack: pages lie on their side, or stand upright again.
local FLIPPED = { ["\u{FDD6}"] = "true", ["\u{FDD7}"] = "false" }
local function turned(para)
  local inline = para.content[1]
  local to = #para.content == 1 and inline.t == "Str" and FLIPPED[inline.text]
  return to and pandoc.RawBlock("typst", "#set page(flipped: " .. to .. ")")
end

local function rows_of(tab)
  local rows = pandoc.List()
  for _, body in ipairs(tab.bodies) do
    rows:extend(body.body)
  end
  return rows
end

-- How many lines a cell takes, about: a line of paper has 130 letters of a table of texts, fewer of another.
local function lines(cell, share, letters)
  local count, wide = 0, math.max((letters or 130) * share, 10)
  for _, block in ipairs(cell.contents) do
    local words = pandoc.utils.stringify(block)
    count = count + math.ceil((utf8.len(words) or #words) / wide) + 0.4
  end
  return count
end

-- A row that is not long stands on one page.
local WHOLE = 17
local function whole(row, colspecs, letters)
  local most = 0
  for index, cell in ipairs(row.cells) do most = math.max(most, lines(cell, colspecs[index][2], letters)) end
  return most > 2 and most <= WHOLE
end

-- A table of few rows stands on one page, too.
local FEW, SHORT = 8, 16
local function together(rows, colspecs)
  local count = 0
  if #rows > FEW then return false end
  for _, row in ipairs(rows) do
    local most = 1
    for index, cell in ipairs(row.cells) do
      most = math.max(most, math.floor(lines(cell, colspecs[index][2], 90)))
    end
    count = count + most
  end
  return count <= SHORT
end

-- No row stands alone on the last page: typst keeps the last ones together as a footer. It must fit on a page, so long
-- rows are none of it.
local LAST, LINES = 3, 14
local function ending(rows, colspecs)
  local count = 0
  for index = math.max(#rows - LAST + 1, 1), #rows do
    local most = 1
    for column, cell in ipairs(rows[index].cells) do
      most = math.max(most, lines(cell, colspecs[column][2], 90))
    end
    count = count + most
  end
  return #rows > LAST + 1 and count <= LINES and #rows - LAST + 1 or nil
end

-- No row stands alone below the titles at the foot of a page: where not even the caption, the titles and two rows have
-- room, all goes on to the next page. Space that is taken and given back asks for it, in points.
local FIRST_ROWS, TALL = 2, 200
local function beginning(tab, rows)
  local height, line = 20, #tab.colspecs > 5 and 10.5 or 11.7 -- paper.typ sets tables of many columns smaller
  for _, row in ipairs({ tab.head.rows[1], table.unpack(rows, 1, FIRST_ROWS) }) do
    local most = 1
    for column, cell in ipairs(row.cells) do
      most = math.max(most, math.ceil(lines(cell, tab.colspecs[column][2], 90) - 0.4))
    end
    height = height + line * most + 9
  end
  if height > TALL then return "" end
  -- The space above would else count beside that of the table.
  local words = "#block(height: %.0fpt, breakable: false, above: 10pt, below: 0pt)\n#v(-%.0fpt)\n"
  return words:format(height, height + 10)
end

local function whole_table(tab)
  return not tab.attr.classes:includes("texts") and together(rows_of(tab), tab.colspecs)
end

-- A table as a call of the layout's function `numbers`. The cells stay pandoc's: one writer for the whole document.
local function tabled(tab)
  local blocks = pandoc.List()
  local function raw(words) blocks:insert(pandoc.RawBlock("typst", words)) end
  local texts = tab.attr.classes:includes("texts")
  local function put(row, head)
    raw("(")
    local kept = not head and whole(row, tab.colspecs, not texts and 90 or nil)
    local opening = kept and "table.cell(breakable: false)[" or "["
    for _, cell in ipairs(row.cells) do
      raw(opening)
      blocks:extend(cell.contents)
      raw("], ")
    end
    raw("),")
  end
  local shares, aligns = {}, {}
  for index, spec in ipairs(tab.colspecs) do
    shares[index] = string.format("%.1f", spec[2] * 100)
    aligns[index] = spec[1] == "AlignRight" and "right" or "left"
  end
  local rows = rows_of(tab)
  local kept = whole_table(tab)
  if kept then raw("#[#show figure: set block(breakable: false)") end
  if not texts and not kept then raw(beginning(tab, rows)) end
  raw((texts and "#texts" or "#numbers") .. "(caption: [")
  blocks:extend(tab.caption.long)
  raw("], shares: (" .. table.concat(shares, ", ") .. ",), aligns: (" .. table.concat(aligns, ", ") .. ",), head: (")
  for _, row in ipairs(tab.head.rows) do put(row, true) end
  raw("), rows: (")
  local last = not texts and not kept and ending(rows, tab.colspecs) or #rows + 1
  for index, row in ipairs(rows) do
    if index == last then raw("(table.footer(repeat: false, ..") end
    put(row)
    if index >= last and index < #rows then raw("..") end
  end
  raw(last <= #rows and "),)))" or "))")
  if kept then raw("]") end
  return blocks
end

-- Where somebody signs: a line of underscores, or an empty line within a paragraph.
local function signed(block)
  if block.t ~= "Para" then return false end
  for index, inline in ipairs(block.content) do
    if inline.t == "Str" then
      if index == 1 and inline.text:match("^____+$") then return true end
      if inline.text == "\u{A0}" and index > 1 and block.content[index - 1].t == "LineBreak" then return true end
    end
  end
  return false
end

-- Nobody signs on a page of its own: the paragraph before goes along, unless it is long.
local LONG = 1500
local function with_words(blocks)
  local out, at = pandoc.List(), 1
  while at <= #blocks do
    if signed(blocks[at]) then
      local words = out[#out] and out[#out].t == "Para" and pandoc.utils.stringify(out[#out]) or ""
      local before = words ~= "" and #words <= LONG and out:remove() or nil
      out:insert(pandoc.RawBlock("typst", "#block(breakable: false)["))
      if before then out:insert(before) end
      while blocks[at] and signed(blocks[at]) do
        if pandoc.utils.stringify(blocks[at]):match("^_") then out:insert(pandoc.RawBlock("typst", "#v(24pt)")) end
        out:insert(blocks[at])
        at = at + 1
      end
      out:insert(pandoc.RawBlock("typst", "]"))
    else
      out:insert(blocks[at])
      at = at + 1
    end
  end
  return out
end

-- A picture that stands alone.
local function pictures_alone(block)
  return block ~= nil and block.t == "Para" and #block.content == 1 and block.content[1].t == "Image"
end

local function put_within(out, opening, block)
  out:insert(pandoc.RawBlock("typst", opening))
  out:insert(block)
  out:insert(pandoc.RawBlock("typst", "]"))
end
local STICKY = "#block(sticky: true, above: 0.95em, below: 0.95em)["
local WHOLE_LIST = "#block(breakable: false, above: 0.62em, below: 0.62em)["

-- A list of a few lines stands on one page: facts about something, or titles with a sentence below each.
local ITEMS, LIST_LINES, LIST_LINE = 8, 12, 85
local function few(list)
  local count = 0
  if #list.content > ITEMS then return false end
  for _, item in ipairs(list.content) do
    for _, block in ipairs(item) do
      local words = pandoc.utils.stringify(block)
      count = count + math.max(math.ceil((utf8.len(words) or #words) / LIST_LINE), 1)
    end
  end
  return count <= LIST_LINES
end

-- What a short paragraph leads to stands on the page where it stands: from a heading to a table, a picture or a quotation,
-- and wherever it ends with a colon. So does a single short point below a heading, and a list of a few lines is not parted.
local LED_TO = { Table = true, BlockQuote = true }
local LISTS = { BulletList = true, OrderedList = true }
local function introduced(blocks)
  local out = pandoc.List()
  for index, block in ipairs(blocks) do
    local before, after = blocks[index - 1], blocks[index + 1]
    local headed = before ~= nil and before.t == "Header"
    local words = (block.t == "Para" or LISTS[block.t]) and after and pandoc.utils.stringify(block) or ""
    local leads = false
    if block.t == "Para" and words ~= "" and #words <= LONG / 3 and not pictures_alone(block) then
      local to = LED_TO[after.t] or pictures_alone(after)
      leads = to and headed or words:sub(-1) == ":" and (to or LISTS[after.t])
    elseif LISTS[block.t] and words ~= "" then
      leads = headed and #block.content == 1 and #words <= LIST_LINE and after.t == "Para"
    end
    if leads then
      put_within(out, STICKY, block)
    elseif LISTS[block.t] and few(block) then
      put_within(out, WHOLE_LIST, block)
    else
      out:insert(block)
    end
  end
  return out
end

-- Within points, too, a word with a colon stands where its quotation begins. Looked for in the source, since only lists of
-- amendments have quotations there.
local function quoting(doc, source)
  if not source:find("\n +> ") then return doc end
  local function item_led(list)
    for number, item in ipairs(list.content) do
      local out = pandoc.List()
      for index, block in ipairs(item) do
        local after = item[index + 1]
        if index > 1 and block.t == "Para" and after and after.t == "BlockQuote" then
          put_within(out, STICKY, block)
        else
          out:insert(block)
        end
      end
      list.content[number] = out
    end
    return list
  end
  return doc:walk({ BulletList = item_led, OrderedList = item_led })
end

-- The sentence below a table of few rows says how to read it, and is of no use on the next page.
local function explains(block)
  if block == nil or block.t ~= "Para" or pictures_alone(block) or turned(block) then return false end
  return #pandoc.utils.stringify(block) <= LONG / 3
end

-- Tables and pictures stand between paragraphs; what stands deeper, pandoc writes in its own way. (A walk through
-- all of a letter would take as long as reading it.)
local function typst(doc)
  local blocks = pandoc.List()
  local given = introduced(with_words(captioned(doc.blocks)))
  local index = 1
  while index <= #given do
    local block = given[index]
    if block.t == "Table" then
      local laid = tabled(widened(block))
      if explains(given[index + 1]) and whole_table(block) then
        blocks:insert(pandoc.RawBlock("typst", "#block(breakable: false, above: 12pt, below: 0.95em)["))
        blocks:extend(laid)
        blocks:insert(given[index + 1])
        blocks:insert(pandoc.RawBlock("typst", "]"))
        index = index + 1
      else
        blocks:extend(laid)
      end
    elseif block.t == "HorizontalRule" then
      blocks:insert(pandoc.RawBlock("typst", "#line(length: 100%, stroke: 0.5pt)"))
    else
      blocks:insert(block.t == "Para" and (turned(block) or pictured(block)) or block)
    end
    index = index + 1
  end
  return pandoc.write(pandoc.Pandoc(blocks, doc.meta), "typst")
end

-- Letters of a kind have most chapters in common, word for word: each is converted once. A heading at the beginning of a
-- line ends everything before it but what stands in a fence or in HTML, and only definitions of links reach beyond it.
local function apart(given)
  return not (
    given:find("![", 1, true) or given:find(FIRST, 1, true) or given:find("]:", 1, true)
    or given:find("```", 1, true) or given:find("~~~", 1, true) or given:find("\n *<")
  )
end

local chapters = {}

local function in_parts(given)
  local parts, from = pandoc.List(), 1
  repeat
    local to = given:find("\n## ", from, true)
    local source = given:sub(from, to or #given)
    local key = (meta.landscape and "landscape " or "upright ") .. source
    chapters[key] = chapters[key] or typst(on_paper(pandoc.read(source, READER), source))
    parts:insert(chapters[key])
    from = to and to + 1
  until not from
  return table.concat(parts, "\n")
end

-- DOCX ---------------------------------------------------------------------------------------------------

-- The first heading is the document's title; what stands below it moves up by one level.
local function titled(doc)
  local blocks = pandoc.List()
  for _, block in ipairs(doc.blocks) do
    if block.t == "Header" and block.level == 1 and not doc.meta.title then
      doc.meta.title = block.content
    else
      if block.t == "Header" and block.level > 1 then block.level = block.level - 1 end
      blocks:insert(block)
    end
  end
  return pandoc.Pandoc(blocks, doc.meta)
end

-- A paragraph of bold text alone, directly before a picture, is its title, and looks like that of a table.
local function named(blocks)
  for index, block in ipairs(blocks) do
    local alone = block.t == "Para" and #block.content == 1 and block.content[1].t == "Strong"
    if alone and pictures_alone(blocks[index + 1]) then
      local title = pandoc.Para(block.content[1].content)
      blocks[index] = pandoc.Div({ title }, { ["custom-style"] = "Table Caption" })
    end
  end
  return blocks
end

local function docx(doc, reference)
  doc = titled(doc:walk({ Blocks = captioned }):walk({ Blocks = named }):walk({ Table = function(tab) return widened(tab, true) end }))
  doc.meta.lang = meta.language
  return pandoc.write(doc, "docx", { reference_doc = reference, toc_depth = 2 })
end

-- The requests -------------------------------------------------------------------------------------------

local function bytes(size)
  local count = tonumber(size)
  return count == 0 and "" or io.read(count)
end

for head in io.lines() do
  local what, size, rest = head:match("^(%a+) (%d+) ?(.*)$")
  local given = bytes(size)
  if what == "file" then
    pictures[rest] = true
    pandoc.mediabag.insert(rest, "image/png", given)
  elseif what == "meta" then
    meta[rest] = given
  else
    local good, answer = pcall(function()
      if what == "typst" and apart(given) then return in_parts(given) end
      local doc = pandoc.read(given, READER)
      if given:find("![", 1, true) then doc = doc:walk({ Image = given_only }) end
      if given:find(FIRST, 1, true) then doc = with_marks(doc, what == "docx" and pandoc.Plain or pandoc.Para, what) end
      if what == "docx" then return docx(doc, rest) end
      return typst(quoting(on_paper(doc, given), given))
    end)
    answer = tostring(answer)
    io.write((good and "done " or "failed ") .. #answer .. "\n" .. answer)
    io.flush()
    pandoc.mediabag.empty()
    pictures, meta = {}, {}
  end
end
