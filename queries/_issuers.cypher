// title: 发文机关
// title_en: Who issued a document
// param document: text (required) 文件标识 | Document id
// column id: 机构 | Agency
// column name: 名称 | Name
// column quote: 原句 | Quote
// view: table
// example: document=云政办发〔2021〕35号

MATCH (d:Document {id: $document})-[e:ISSUED_BY]->(a:Agency)
RETURN a.id AS id, a.name AS name, e.quote AS quote
ORDER BY e.start, id
