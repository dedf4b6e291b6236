// title: 人工决定的机构
// title_en: Agencies that a person decided on, and by which entry
// param document: document (optional) 只看此文件 | Only this document
// column surface: 文中名称 | As named
// column agency: 机构 | Agency
// column name: 名称 | Name
// column basis: 依据 | Basis
// column quote: 原句 | Quote
// column start: 起 | Start
// column end: 止 | End
// column document: 文件 | Document
// column title: 标题 | Title
// column number: 字号 | Number
// view: table

MATCH (a:Agency)-[r:LEADS|COOPERATES_ON|RESPONSIBLE_FOR|ISSUED_BY|HOLDS]-(n)
WHERE r.method = 'decision' AND ($document IS NULL OR r.document = $document)
WITH a, r, r.document AS owner
MATCH (d:Document {id: owner})
RETURN r.surface AS surface, a.id AS agency, a.name AS name, r.basis AS basis, r.quote AS quote, r.start AS start,
       r.`end` AS `end`, d.id AS document, d.title AS title, d.number AS number
ORDER BY document, start, agency
