// title: 文件的引用与被引用，含废止
// title_en: What a document cites or repeals, and what cites or repeals it
// param document: document (required) 文号、标题、文件名或标识 | Number, title, file name or id
// column direction: 方向 | Direction
// column relation: 关系 | Relation
// column other: 另一文件 | Other document
// column other_title: 另一文件标题 | Its title
// column other_number: 另一文件字号 | Its number
// column loaded: 已载入 | Loaded
// column cited_title: 引文标题 | Title as cited
// column cited_number: 引文字号 | Number as cited
// column quote: 原句 | Quote
// column start: 起 | Start
// column end: 止 | End
// column document: 文件 | Document
// column title: 文件标题 | Document title
// column number: 发文字号 | Document number
// view: network
// example: document=云政办发〔2021〕35号

MATCH (d:Document {id: $document})-[e:CITES|ATTACHED_TO]-(o:Document)
WITH o, e, startNode(e).id AS source, CASE type(e) WHEN 'CITES' THEN e.relation ELSE 'attachment' END AS relation
MATCH (s:Document {id: source})
RETURN DISTINCT CASE WHEN source = $document THEN 'out' ELSE 'in' END AS direction, relation AS relation, o.id AS other,
       o.title AS other_title, o.number AS other_number, NOT coalesce(o.stub, false) AS loaded,
       e.cited_title AS cited_title, e.cited_number AS cited_number, e.quote AS quote, e.start AS start,
       e.`end` AS `end`, s.id AS document, s.title AS title, s.number AS number
ORDER BY direction DESC, document, start, other, relation, cited_title, cited_number
