// title: 未能确认的机构
// title_en: Agencies that could not be placed, where they are named, and what they might be
// param region: region (optional) 只看此地区的文件 | Only documents of this region
// param document: document (optional) 只看此文件 | Only this document
// column agency: 机构 | Agency
// column name: 名称 | Name
// column doubt: 存疑原因 | Doubt
// column candidates: 候选 | Candidates
// column quote: 原句 | Quote
// column start: 起 | Start
// column end: 止 | End
// column document: 文件 | Document
// column title: 标题 | Title
// column number: 字号 | Number
// view: table

MATCH (a:Agency)-[r:LEADS|COOPERATES_ON|RESPONSIBLE_FOR|ISSUED_BY|HOLDS]-(n)
WHERE a.unresolved = true AND ($document IS NULL OR r.document = $document)
WITH a, r, r.document AS owner
MATCH (d:Document {id: owner})
WHERE $region IS NULL OR d.region = $region
RETURN a.id AS agency, a.name AS name, a.doubt AS doubt, a.candidates AS candidates, r.quote AS quote,
       r.start AS start, r.`end` AS `end`, d.id AS document, d.title AS title, d.number AS number
ORDER BY document, agency, start
