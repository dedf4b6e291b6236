// title: 同级文件的相似条款
// title_en: Clauses of peers that say the same
// param document: document (required) 文号、标题、文件名或标识 | Number, title, file name or id
// param other: document (optional) 只看与此文件之间 | Only with this other document
// column own: 本文件条款 | Own clause
// column own_path: 本文件编号路径 | Own number path
// column own_heading: 本文件条款标题 | Own heading
// column peer: 另一条款 | Other clause
// column peer_path: 另一编号路径 | Other number path
// column peer_heading: 另一条款标题 | Other heading
// column grade: 等级 | Grade
// column score: 得分 | Score
// column ground: 比对理由 | Ground
// column method: 方法 | Method
// column decided: 人工确认 | Decided
// column reason: 对应语句 | Aligned phrases
// column peer_document: 另一文件 | Other document
// column peer_title: 另一文件标题 | Other document title
// column peer_file: 另一来源文件 | Other file
// column peer_region: 另一地区 | Other region
// column own_text: 本文件原文 | Own text
// column peer_text: 另一原文 | Other text
// view: table
// example: document=石政办发〔2022〕21号

MATCH (c:Clause {document: $document})-[e:SIMILAR_TO]-(o:Clause)
WHERE $other IS NULL OR o.document = $other
MATCH (d:Document {id: o.document})
RETURN c.id AS own, c.path AS own_path, c.heading AS own_heading,
       o.id AS peer, o.path AS peer_path, o.heading AS peer_heading,
       e.grade AS grade, e.score AS score, e.ground AS ground,
       e.method AS method, coalesce(e.decided, false) AS decided, e.reason AS reason,
       d.id AS peer_document, d.title AS peer_title, d.file AS peer_file,
       d.region AS peer_region, c.text AS own_text, o.text AS peer_text
ORDER BY c.ordinal, own, score DESC, peer_document, o.ordinal, peer
