-- Markdown of documents into typst and DOCX, many in one process (run by pandoc as a Lua script).
--
-- One request: a line "typst SIZE" or "docx SIZE REFERENCE", then SIZE bytes of Markdown; before it any number of
-- "file SIZE NAME" with the bytes of a picture, and of "meta SIZE NAME" with a word about the document. One answer:
-- "done SIZE" or "failed SIZE" and the bytes.

local READER = "commonmark+pipe_tables-raw_html"

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

-- How wide columns are: none narrower than what cannot be hyphenated, numbers on one line, the rest by the length of their
-- texts. A line holds about 94 letters, in tables of more than five columns (set smaller) 104.
local function widened(tab)
  local least, wish, sums, most, count = {}, {}, {}, {}, 0
  local function measure(cells, heads)
    for index, cell in ipairs(cells) do
      local whole = pandoc.utils.stringify(cell.contents)
      local number = tab.colspecs[index][1] == "AlignRight" and not heads
      local longest = number and (utf8.len(whole) or #whole) or 0
      for word in whole:gmatch("[^ \n]+") do
        longest = math.max(longest, math.min(utf8.len(word) or #word, heads and 16 or 12))
      end
      least[index] = math.max(least[index] or 3, longest + 1)
      if not heads then
        local size = (utf8.len(whole) or #whole) + 1
        sums[index], most[index] = (sums[index] or 0) + size, math.max(most[index] or 0, size)
      end
    end
    if not heads then count = count + 1 end
  end
  for _, row in ipairs(tab.head.rows) do measure(row.cells, true) end
  for _, body in ipairs(tab.bodies) do
    for _, row in ipairs(body.body) do measure(row.cells, false) end
  end
  local columns = #tab.colspecs
  local room = (columns > 5 and 104 or 94) - 1.6 * columns
  local narrow, wanted = 0, 0
  for index = 1, columns do
    local usual = 1.5 * (sums[index] or 0) / math.max(count, 1)
    wish[index] = math.max(math.min(usual, most[index] or 0), least[index])
    narrow, wanted = narrow + least[index], wanted + wish[index]
  end
  local shares, sum = {}, 0
  for index = 1, columns do
    local share = wish[index]
    if wanted > room then
      local spare = math.max(room - narrow, 0) / math.max(wanted - narrow, 1)
      share = least[index] + (wish[index] - least[index]) * spare
    end
    shares[index] = share + 1.6
    sum = sum + shares[index]
  end
  for index = 1, columns do
    tab.colspecs[index] = { tab.colspecs[index][1], shares[index] / sum }
  end
  return tab
end

local pictures, meta = {}, {}

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

local function rows_of(tab)
  local rows = pandoc.List()
  for _, body in ipairs(tab.bodies) do
    rows:extend(body.body)
  end
  return rows
end

-- A table as a call of the layout's function `numbers`. The cells stay pandoc's: one writer for the whole document.
local function tabled(tab)
  local blocks = pandoc.List()
  local function raw(words) blocks:insert(pandoc.RawBlock("typst", words)) end
  local function put(row)
    raw("(")
    for _, cell in ipairs(row.cells) do
      raw("[")
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
  raw("#numbers(caption: [")
  blocks:extend(tab.caption.long)
  raw("], shares: (" .. table.concat(shares, ", ") .. ",), aligns: (" .. table.concat(aligns, ", ") .. ",), head: (")
  for _, row in ipairs(tab.head.rows) do put(row) end
  raw("), rows: (")
  for _, row in ipairs(rows_of(tab)) do put(row) end
  raw("))")
  return blocks
end

-- Tables and pictures stand between paragraphs; what stands deeper, pandoc writes in its own way. (A walk through
-- all of a letter would take as long as reading it.)
local function typst(doc)
  local blocks = pandoc.List()
  for _, block in ipairs(captioned(doc.blocks)) do
    if block.t == "Table" then
      blocks:extend(tabled(widened(block)))
    else
      blocks:insert(block.t == "Para" and pictured(block) or block)
    end
  end
  return pandoc.write(pandoc.Pandoc(blocks, doc.meta), "typst")
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

local function docx(doc, reference)
  doc = titled(doc:walk({ Blocks = captioned }):walk({ Table = widened }))
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
      local doc = pandoc.read(given, READER)
      if given:find("![", 1, true) then doc = doc:walk({ Image = given_only }) end
      if what == "docx" then return docx(doc, rest) end
      return typst(doc)
    end)
    answer = tostring(answer)
    io.write((good and "done " or "failed ") .. #answer .. "\n" .. answer)
    io.flush()
    pandoc.mediabag.empty()
    pictures, meta = {}, {}
  end
end
