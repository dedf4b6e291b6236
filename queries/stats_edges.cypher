// title: 关系统计
// title_en: Edges by kind
// column kind: 关系 | Kind
// column edges: 关系数 | Edges
// view: bar

MATCH ()-[e]->()
WITH type(e) AS kind, count(*) AS edges
RETURN kind AS kind, edges AS edges
ORDER BY edges DESC, kind
