// title: 用于比较的指标
// title_en: Indicators of a document, in their own words and as what they say
// param document: document (required) 文件 | Document
// column clause: 条款 | Clause
// column text: 原文 | Text
// column subject: 指标对象 | Subject
// column value: 数值 | Value
// column value_max: 上限 | Upper end
// column unit: 单位 | Unit
// column comparator: 比较 | Comparator
// column deadline: 时限 | Deadline
// column modality: 语气 | Modality
// column scope: 范围 | Scope
// view: table
// example: document=云政办发〔2021〕35号

MATCH (c:Clause)-[:SETS]->(i:Indicator {document: $document})
RETURN c.id AS clause, i.text AS text, i.subject_text AS subject, i.value AS value, i.value_max AS value_max, i.unit AS unit,
       i.comparator AS comparator, i.deadline AS deadline, i.modality AS modality, i.scope AS scope
ORDER BY clause, i.start, i.id
