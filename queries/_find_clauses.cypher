// title: 查找条款
// title_en: Clauses to choose from
// param document: document (optional) 文件 | Document
// param words: text (required) 标识，或标题或其一部分 | An id, or a heading or a part of it
// column id: 条款 | Clause id
// column name: 标题 | Heading
// column path: 编号路径 | Number path
// view: table
// example: words=总体要求

MATCH (c:Clause)
WHERE c.id = $words
   OR ($document IS NULL AND c.heading CONTAINS $words)
   OR ($document IS NOT NULL AND c.document = $document)
RETURN c.id AS id, c.heading AS name, c.path AS path
ORDER BY id
