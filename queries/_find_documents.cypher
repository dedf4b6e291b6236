// title: 查找文件
// title_en: Documents to choose from
// column id: 文件 | Document id
// column title: 标题 | Title
// column number: 发文字号 | Document number
// column file: 来源文件 | File
// column stub: 存根 | Stub
// view: table

MATCH (d:Document)
RETURN d.id AS id, d.title AS title, d.number AS number, d.file AS file, coalesce(d.stub, false) AS stub
ORDER BY stub, id
