// title: 条款提到的单位
// title_en: The organizations that a clause names
// param id: text (required) 条款标识 | Clause id
// column name: 名称 | Name
// column kind: 类别 | Kind
// column quote: 原句 | Quote
// column start: 起 | Start
// column end: 止 | End
// view: table
// example: id=云政办发〔2021〕35号#二/（二）

MATCH (c:Clause {id: $id})-[e:NAMES]->(o:Organization)
RETURN o.name AS name, o.kind AS kind, e.quote AS quote, e.start AS start, e.`end` AS `end`
ORDER BY name, o.id, start, e.id
