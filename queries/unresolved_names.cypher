// title: 未能确认的名称及其次数
// title_en: Names that could not be placed, with the number of mentions and documents, and what they might be
// param region: region (optional) 只看此地区的文件 | Only documents of this region
// param document: document (optional) 只看此文件 | Only this document
// column name: 名称 | Name
// column mentions: 处数 | Mentions
// column documents: 文件数 | Documents
// column candidates: 候选 | Candidates
// column doubt: 存疑原因 | Doubt
// column first: 文件之一 | One of the documents
// view: table

MATCH (a:Agency)-[r:LEADS|COOPERATES_ON|RESPONSIBLE_FOR|ISSUED_BY|HOLDS]-(n)
WHERE a.unresolved = true AND ($document IS NULL OR r.document = $document)
WITH a, r.document AS owner
MATCH (d:Document {id: owner})
WHERE $region IS NULL OR d.region = $region
WITH a.name AS name, a.doubt AS doubt, a.candidates AS candidates, count(*) AS mentions,
     count(DISTINCT d.id) AS documents, min(d.id) AS first
RETURN name AS name, mentions AS mentions, documents AS documents, candidates AS candidates, doubt AS doubt, first AS first
ORDER BY mentions DESC, name, doubt, first
