// title: 比对过的上下级文件
// title_en: Documents above and below that were compared with a document, and how many clauses were matched
// param document: document (required) 文号、标题、文件名或标识 | Number, title, file name or id
// column direction: 方向 | Direction
// column other: 另一文件 | Other document
// column other_title: 另一文件标题 | Its title
// column other_number: 另一发文字号 | Its number
// column other_status: 另一文件状态 | Its status
// column other_level: 另一文件层级 | Its level
// column other_region: 另一文件地区 | Its region
// column ground: 比对理由 | Ground
// column aligned: 对应条款对数 | Pairs of clauses matched
// view: table
// example: document=云政办发〔2021〕35号

MATCH (:Document {id: $document})-[h:HELD_AGAINST]-(:Document)
WITH DISTINCT h.ground AS ground, h.aligned AS aligned, startNode(h).id AS below, endNode(h).id AS above
WITH ground, aligned, CASE below WHEN $document THEN 'up' ELSE 'down' END AS direction,
     CASE below WHEN $document THEN above ELSE below END AS other
MATCH (o:Document {id: other})
RETURN direction AS direction, other AS other, o.title AS other_title, o.number AS other_number, o.status AS other_status,
       o.level AS other_level, o.region AS other_region, ground AS ground, aligned AS aligned
ORDER BY direction DESC, other
