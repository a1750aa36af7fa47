// Runs before any script of the page, in the top frame (on Windows in sub-frames too, where it does no harm).
//
// WebKitGTK's process dies when it reads a Blob, or a form holding a file, as the body of a request to a scheme of
// our own. The API client sends neither; this turns a slip elsewhere into an error instead of a crash.
(() => {
  const check = (body) => {
    if (body instanceof Blob || body instanceof FormData) {
      throw new TypeError("a request body must be text or an ArrayBuffer");
    }
  };
  const { fetch, Request } = window;
  window.fetch = async (input, init) => {
    check(init?.body);
    return fetch(input, init);
  };
  window.Request = new Proxy(Request, {
    construct(target, [input, init]) {
      check(init?.body);
      return new target(input, init);
    },
  });
  const send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.send = function (body) {
    check(body);
    return send.call(this, body);
  };
  navigator.sendBeacon = () => false;
})();
