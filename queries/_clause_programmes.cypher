// title: 条款涉及的政策概念
// title_en: The programmes that a clause mentions
// param id: text (required) 条款标识 | Clause id
// column programme: 政策概念 | Programme
// column name: 名称 | Name
// column field: 领域 | Field
// column surface: 文中名称 | Name in the text
// column quote: 原句 | Quote
// column start: 起 | Start
// column end: 止 | End
// view: table
// example: id=云政办发〔2021〕35号#二/（一）

MATCH (c:Clause {id: $id})-[e:MENTIONS]->(p:Programme)
RETURN p.id AS programme, p.name AS name, p.field AS field, e.surface AS surface, e.quote AS quote, e.start AS start,
       e.`end` AS `end`
ORDER BY start, programme, e.id
