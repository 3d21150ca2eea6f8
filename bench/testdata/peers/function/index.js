exports.handler = async () => ({ statusCode: 200, body: '{"id":1,"name":"Minka","kind":"cat"}' });
