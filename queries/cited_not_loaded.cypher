// title: 被引用而未载入的文件
// title_en: Documents cited and not loaded
// column id: 标识 | Id
// column title: 标题 | Title
// column number: 发文字号 | Document number
// column citations: 引用次数 | Citations
// column documents: 引用它的文件数 | Documents that cite it
// view: table

MATCH (s:Document)-[e:CITES|ATTACHED_TO]->(d:Document)
WHERE coalesce(d.stub, false)
WITH d, count(e) AS citations, count(DISTINCT s) AS documents
RETURN d.id AS id, d.title AS title, d.number AS number, citations AS citations, documents AS documents
ORDER BY documents DESC, citations DESC, id
