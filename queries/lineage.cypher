// title: 文件的上级依据与落实
// title_en: What a document carries out, and what carries it out
// param document: document (required) 文号、标题、文件名或标识 | Number, title, file name or id
// param other: document (optional) 只看与此文件之间 | Only with this other document
// column direction: 方向 | Direction
// column parent: 上级条款 | Parent clause
// column parent_path: 上级编号路径 | Parent number path
// column parent_heading: 上级条款标题 | Parent heading
// column child: 下级条款 | Child clause
// column child_path: 下级编号路径 | Child number path
// column child_heading: 下级条款标题 | Child heading
// column grade: 等级 | Grade
// column score: 得分 | Score
// column ground: 比对理由 | Ground
// column method: 方法 | Method
// column decided: 人工确认 | Decided
// column reason: 对应语句 | Aligned phrases
// column parent_document: 上级文件 | Parent document
// column parent_title: 上级文件标题 | Parent document title
// column parent_file: 上级来源文件 | Parent file
// column child_document: 下级文件 | Child document
// column child_title: 下级文件标题 | Child document title
// column child_file: 下级来源文件 | Child file
// column parent_text: 上级原文 | Parent text
// column child_text: 下级原文 | Child text
// column parent_start: 上级条款起 | Parent clause start
// column parent_starts: 上级语句起 | Parent phrase starts
// column parent_ends: 上级语句止 | Parent phrase ends
// column child_start: 下级条款起 | Child clause start
// column child_starts: 下级语句起 | Child phrase starts
// column child_ends: 下级语句止 | Child phrase ends
// view: table
// example: document=云政办发〔2021〕35号

MATCH (c:Clause {document: $document})-[e:IMPLEMENTS]-(:Clause)
WITH e, startNode(e).id AS below, endNode(e).id AS above
MATCH (k:Clause {id: below})
MATCH (p:Clause {id: above})
WHERE $other IS NULL OR k.document = $other OR p.document = $other
MATCH (kd:Document {id: k.document})
MATCH (pd:Document {id: p.document})
RETURN CASE WHEN kd.id = $document THEN 'up' ELSE 'down' END AS direction, p.id AS parent, p.path AS parent_path, p.heading AS parent_heading,
       k.id AS child, k.path AS child_path, k.heading AS child_heading,
       e.grade AS grade, e.score AS score, e.ground AS ground,
       e.method AS method, coalesce(e.decided, false) AS decided, e.reason AS reason,
       pd.id AS parent_document, pd.title AS parent_title, pd.file AS parent_file,
       kd.id AS child_document, kd.title AS child_title, kd.file AS child_file,
       p.text AS parent_text, k.text AS child_text,
       p.start AS parent_start, e.target_starts AS parent_starts, e.target_ends AS parent_ends,
       k.start AS child_start, e.source_starts AS child_starts, e.source_ends AS child_ends
ORDER BY direction DESC, parent_document, p.ordinal, parent, child_document, score DESC, k.ordinal, child
